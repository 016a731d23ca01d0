-- what:     mart.user_daily, one row per user, trade date and quote currency
-- reads:    core.fact_trades, mart.user_daily (whose rows stood), temporary control_totals (the touched dates)
-- writes:   mart.user_daily, temporary touched_users (whose rows changed: user_total needs those that are gone too)
-- strategy: delete and insert of the touched dates

create temp table touched_users as
select
  user_id,
  quote_currency
from mart.user_daily
where trade_date in (select event_date from control_totals)
union
select
  user_id,
  quote_currency
from core.fact_trades
where trade_date in (select event_date from control_totals);

delete from mart.user_daily
where trade_date in (select event_date from control_totals);

insert into mart.user_daily (
  user_id, trade_date, quote_currency, trade_count, buy_amount, sell_amount, total_trade_amount
)
with touched as (
  select
    user_id,
    trade_date,
    quote_currency,
    side,
    trade_amount
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
)

select
  user_id,
  trade_date,
  quote_currency,
  count(*) as trade_count,
  sum(case when side = 'BUY' then trade_amount else 0.00000000 end) as buy_amount,
  sum(case when side = 'SELL' then trade_amount else 0.00000000 end) as sell_amount,
  sum(trade_amount) as total_trade_amount
from touched
group by user_id, trade_date, quote_currency;
