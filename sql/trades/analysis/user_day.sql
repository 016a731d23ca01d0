-- what:     what a user traded on a day, by quote currency
-- reads:    mart.user_daily
-- writes:   nothing
-- strategy: rows of the mart as they are

select
  user_id,
  trade_date,
  quote_currency,
  trade_count,
  buy_amount,
  sell_amount,
  total_trade_amount
from mart.user_daily
where user_id = :user_id and trade_date = :date::date
order by trade_date, quote_currency;
