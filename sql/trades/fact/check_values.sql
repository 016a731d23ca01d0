-- what:     values of the touched dates are those that the contract allows: side in its set, quantity > 0, price > 0,
--           version >= 1, trade_amount >= 0, source_line >= 1
-- reads:    core.fact_trades, temporary control_totals
-- writes:   nothing
-- strategy: check, casts that fail with the rule's name and the count; a column that may not be null is declared so

with broken as (
  select
    coalesce(sum(case when side not in ('BUY', 'SELL') then 1 else 0 end), 0) as side_set,
    coalesce(sum(case when quantity <= 0 then 1 else 0 end), 0) as quantity_range,
    coalesce(sum(case when price <= 0 then 1 else 0 end), 0) as price_range,
    coalesce(sum(case when version < 1 then 1 else 0 end), 0) as version_range,
    coalesce(sum(case when trade_amount < 0 then 1 else 0 end), 0) as trade_amount_range,
    coalesce(sum(case when source_line < 1 then 1 else 0 end), 0) as source_line_range
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
)

select
  cast(
    case when side_set = 0 then '0' else 'check failed: side_set ' || side_set::varchar end as integer
  ) as side_set,
  cast(
    case when quantity_range = 0 then '0' else 'check failed: quantity_range ' || quantity_range::varchar end as integer
  ) as quantity_range,
  cast(
    case when price_range = 0 then '0' else 'check failed: price_range ' || price_range::varchar end as integer
  ) as price_range,
  cast(
    case when version_range = 0 then '0' else 'check failed: version_range ' || version_range::varchar end as integer
  ) as version_range,
  cast(
    case when trade_amount_range = 0 then '0' else 'check failed: trade_amount_range ' || trade_amount_range::varchar end as integer
  ) as trade_amount_range,
  cast(
    case when source_line_range = 0 then '0' else 'check failed: source_line_range ' || source_line_range::varchar end as integer
  ) as source_line_range
from broken;
