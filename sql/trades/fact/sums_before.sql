-- what:     sums of closed dates as readers have seen them, by mart, measure and unit
-- reads:    ops.touched_dates, mart.user_daily, mart.symbol_daily
-- writes:   temporary sums_before
-- strategy: before the marts change; of the closed dates among the touched ones alone

create temp table sums_before as
with closed as (
  select event_date
  from ops.touched_dates
  where run_id = :run_id and is_closed
),

sums as (
  select
    trade_date as event_date,
    'user_daily' as mart,
    'trade_count' as measure,
    quote_currency as unit,
    cast(sum(trade_count) as decimal(38, 8)) as amount
  from mart.user_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'user_daily' as mart,
    'buy_amount' as measure,
    quote_currency as unit,
    cast(sum(buy_amount) as decimal(38, 8)) as amount
  from mart.user_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'user_daily' as mart,
    'sell_amount' as measure,
    quote_currency as unit,
    cast(sum(sell_amount) as decimal(38, 8)) as amount
  from mart.user_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'user_daily' as mart,
    'total_trade_amount' as measure,
    quote_currency as unit,
    cast(sum(total_trade_amount) as decimal(38, 8)) as amount
  from mart.user_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'symbol_daily' as mart,
    'trade_count' as measure,
    quote_currency as unit,
    cast(sum(trade_count) as decimal(38, 8)) as amount
  from mart.symbol_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'symbol_daily' as mart,
    'volume' as measure,
    symbol as unit,
    cast(sum(volume) as decimal(38, 8)) as amount
  from mart.symbol_daily
  where trade_date in (select event_date from closed)
  group by trade_date, symbol
  union all
  select
    trade_date as event_date,
    'symbol_daily' as mart,
    'total_trade_amount' as measure,
    quote_currency as unit,
    cast(sum(total_trade_amount) as decimal(38, 8)) as amount
  from mart.symbol_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
)

select
  event_date,
  mart,
  measure,
  unit,
  amount
from sums;
