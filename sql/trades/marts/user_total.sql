-- what:     mart.user_total, one row per user and quote currency, over all dates; to_date is the latest of them
-- reads:    mart.user_daily, temporary touched_users
-- writes:   mart.user_total
-- strategy: delete and insert of the users whose days changed, summed up from their days

delete from mart.user_total
using touched_users
where
  user_total.user_id = touched_users.user_id
  and user_total.quote_currency = touched_users.quote_currency;

insert into mart.user_total (user_id, quote_currency, trade_count, total_trade_amount, to_date)
with days as (
  select
    user_daily.user_id,
    user_daily.quote_currency,
    user_daily.trade_count,
    user_daily.total_trade_amount,
    user_daily.trade_date
  from mart.user_daily
  inner join touched_users
    on
      user_daily.user_id = touched_users.user_id
      and user_daily.quote_currency = touched_users.quote_currency
)

select
  user_id,
  quote_currency,
  sum(trade_count) as trade_count,
  sum(total_trade_amount) as total_trade_amount,
  max(trade_date) as to_date
from days
group by user_id, quote_currency;
