-- what:     on the touched dates the fact equals Silver, by date and currency
-- reads:    core.fact_transactions, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with loaded as (
  select
    txn_date,
    currency,
    count(*) as row_count,
    sum(case when is_refund then -amount else amount end) as amount
  from core.fact_transactions
  where txn_date in (select txn_date from control_totals)
  group by txn_date, currency
),

expected as (
  select
    txn_date,
    currency,
    row_count,
    amount
  from control_totals
  where row_count > 0
),

different as (
  select count(*) as found
  from loaded
  full outer join expected
    on loaded.txn_date = expected.txn_date and loaded.currency = expected.currency
  where
    loaded.txn_date is null
    or expected.txn_date is null
    or loaded.row_count <> expected.row_count
    or loaded.amount <> expected.amount
)

select cast(case when found = 0 then '0' else 'check failed: fact_totals ' || found::varchar end as integer) as fact_totals
from different;
