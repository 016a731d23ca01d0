-- what:     on the touched dates the fact equals Silver, rows and measures by date and unit
-- reads:    core.fact_trades, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with loaded as (
  select
    trade_date as event_date,
    'rows' as measure,
    '' as unit,
    count(*) as row_count,
    cast(count(*) as decimal(38, 8)) as amount
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
  group by trade_date

  union all

  select
    trade_date as event_date,
    'trade_amount' as measure,
    quote_currency as unit,
    count(*) as row_count,
    cast(sum(trade_amount) as decimal(38, 8)) as amount
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
  group by trade_date, quote_currency

  union all

  select
    trade_date as event_date,
    'quantity' as measure,
    symbol as unit,
    count(*) as row_count,
    cast(sum(quantity) as decimal(38, 8)) as amount
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
  group by trade_date, symbol
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
