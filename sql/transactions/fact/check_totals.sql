-- what:     on the touched dates the fact equals Silver, rows and measures by date and unit
-- reads:    core.fact_transactions, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with loaded as (
  select
    txn_date as event_date,
    'rows' as measure,
    '' as unit,
    count(*) as row_count,
    cast(count(*) as decimal(38, 8)) as amount
  from core.fact_transactions
  where txn_date in (select event_date from control_totals)
  group by txn_date

  union all

  select
    txn_date as event_date,
    'amount' as measure,
    currency as unit,
    count(*) as row_count,
    cast(sum(case when is_refund then -amount else amount end) as decimal(38, 8)) as amount
  from core.fact_transactions
  where txn_date in (select event_date from control_totals)
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
  from loaded
  full outer join expected
    on
      loaded.event_date = expected.event_date
      and loaded.measure = expected.measure
      and loaded.unit = expected.unit
  where
    loaded.event_date is null
    or expected.event_date is null
    or loaded.row_count <> expected.row_count
    or loaded.amount <> expected.amount
)

select cast(case when found = 0 then '0' else 'check failed: fact_totals ' || found::varchar end as integer) as fact_totals
from different;
