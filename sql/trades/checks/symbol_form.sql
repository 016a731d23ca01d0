-- what:     every symbol of the touched dates has the form of one
-- reads:    core.fact_trades, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with shapeless as (
  select count(*) as found
  from core.fact_trades
  where
    trade_date in (select event_date from control_totals)
    and symbol !~ '^[A-Z0-9][A-Z0-9./_-]*$'
)

select cast(case when found = 0 then '0' else 'check failed: symbol_form ' || found::varchar end as integer) as symbol_form
from shapeless;
