-- what:     prices and volume of a symbol by day and quote currency
-- reads:    mart.symbol_daily
-- writes:   nothing
-- strategy: rows of the mart as they are

select
  symbol,
  trade_date,
  quote_currency,
  trade_count,
  volume,
  total_trade_amount,
  open_price,
  high_price,
  low_price,
  close_price,
  vwap
from mart.symbol_daily
where symbol = :symbol
order by trade_date, quote_currency;
