-- what:     staged rows and measures equal the control totals by date and unit, and are of no other date
-- reads:    temporary staged_transactions, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with staged as (
  select
    txn_date as event_date,
    'rows' as measure,
    '' as unit,
    count(*) as row_count,
    cast(count(*) as decimal(38, 8)) as amount
  from staged_transactions
  group by txn_date

  union all

  select
    txn_date as event_date,
    'amount' as measure,
    currency as unit,
    count(*) as row_count,
    cast(sum(case when is_refund then -amount else amount end) as decimal(38, 8)) as amount
  from staged_transactions
  group by txn_date, currency
),

expected as (
  select
    event_date,
    measure,
    unit,
    row_count,
    amount
  from control_totals
  where row_count > 0
),

different as (
  select count(*) as found
  from staged
  full outer join expected
    on
      staged.event_date = expected.event_date
      and staged.measure = expected.measure
      and staged.unit = expected.unit
  where
    staged.event_date is null
    or expected.event_date is null
    or staged.row_count <> expected.row_count
    or staged.amount <> expected.amount
)

select cast(case when found = 0 then '0' else 'check failed: staged_totals ' || found::varchar end as integer) as staged_totals
from different;
