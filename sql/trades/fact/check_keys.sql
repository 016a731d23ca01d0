-- what:     no key stands twice in the fact: Redshift does not enforce it and trusts it
-- reads:    core.fact_trades, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with repeated as (
  select
    trade_id
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
  group by trade_id
  having count(*) > 1
)

select cast(case when count(*) = 0 then '0' else 'check failed: fact_keys ' || count(*)::varchar end as integer) as fact_keys
from repeated;
