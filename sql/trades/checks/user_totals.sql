-- what:     users' totals equal the sum of their days, trades and amounts by quote currency
-- reads:    mart.user_daily, mart.user_total
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with daily as (
  select
    quote_currency,
    sum(trade_count) as trade_count,
    sum(total_trade_amount) as amount
  from mart.user_daily
  group by quote_currency
),

total as (
  select
    quote_currency,
    sum(trade_count) as trade_count,
    sum(total_trade_amount) as amount
  from mart.user_total
  group by quote_currency
),

different as (
  select count(*) as found
  from daily
  full outer join total
    on daily.quote_currency = total.quote_currency
  where
    daily.quote_currency is null
    or total.quote_currency is null
    or daily.trade_count <> total.trade_count
    or daily.amount <> total.amount
)

select cast(case when found = 0 then '0' else 'check failed: user_totals ' || found::varchar end as integer) as user_totals
from different;
