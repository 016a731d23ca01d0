-- what:     the n users with the largest total of each quote currency
-- reads:    mart.user_total
-- writes:   nothing
-- strategy: numbered within the quote currency; equal totals by the user's id

with numbered as (
  select
    quote_currency,
    user_id,
    trade_count,
    total_trade_amount,
    row_number() over (partition by quote_currency order by total_trade_amount desc, user_id) as place
  from mart.user_total
)

select
  quote_currency,
  user_id,
  trade_count,
  total_trade_amount
from numbered
where place <= :n::integer
order by quote_currency, place;
