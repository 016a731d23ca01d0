-- what:     no key stands twice in the fact: Redshift does not enforce it and trusts it
-- reads:    core.fact_transactions, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with repeated as (
  select
    transaction_id,
    txn_date
  from core.fact_transactions
  where txn_date in (select event_date from control_totals)
  group by transaction_id, txn_date
  having count(*) > 1
)

select cast(case when count(*) = 0 then '0' else 'check failed: fact_keys ' || count(*)::varchar end as integer) as fact_keys
from repeated;
