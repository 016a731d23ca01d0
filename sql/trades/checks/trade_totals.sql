-- what:     on the touched dates users and symbols add up to the fact, trades and amounts by date and quote currency
-- reads:    core.fact_trades, mart.user_daily, mart.symbol_daily, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with traded as (
  select
    trade_date,
    quote_currency,
    count(*) as trade_count,
    sum(trade_amount) as amount
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
  group by trade_date, quote_currency
),

by_user as (
  select
    trade_date,
    quote_currency,
    sum(trade_count) as trade_count,
    sum(buy_amount + sell_amount) as amount
  from mart.user_daily
  where trade_date in (select event_date from control_totals)
  group by trade_date, quote_currency
),

by_symbol as (
  select
    trade_date,
    quote_currency,
    sum(trade_count) as trade_count,
    sum(total_trade_amount) as amount
  from mart.symbol_daily
  where trade_date in (select event_date from control_totals)
  group by trade_date, quote_currency
),

different as (
  select count(*) as found
  from traded
  full outer join by_user
    on traded.trade_date = by_user.trade_date and traded.quote_currency = by_user.quote_currency
  full outer join by_symbol
    on traded.trade_date = by_symbol.trade_date and traded.quote_currency = by_symbol.quote_currency
  where
    traded.trade_date is null
    or by_user.trade_date is null
    or by_symbol.trade_date is null
    or traded.trade_count <> by_user.trade_count
    or traded.amount <> by_user.amount
    or traded.trade_count <> by_symbol.trade_count
    or traded.amount <> by_symbol.amount
)

select cast(case when found = 0 then '0' else 'check failed: trade_totals ' || found::varchar end as integer) as trade_totals
from different;
