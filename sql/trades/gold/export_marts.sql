-- what:     the marts as Parquet for readers of the lake
-- reads:    mart.user_daily, mart.symbol_daily, mart.user_total
-- writes:   s3 gold user_daily/, symbol_daily/, user_total/
-- strategy: unload whole; cleanpath, because an empty result writes no file and must leave none behind

unload (
  'select user_id, trade_date, quote_currency, trade_count, buy_amount, sell_amount, total_trade_amount
   from mart.user_daily order by user_id, trade_date, quote_currency'
)
to '{{gold}}/user_daily/'
iam_role '{{unload_role}}'
format as parquet
cleanpath
parallel off;

unload (
  'select symbol, trade_date, quote_currency, trade_count, volume, total_trade_amount, open_price, high_price,
   low_price, close_price, vwap
   from mart.symbol_daily order by symbol, trade_date, quote_currency'
)
to '{{gold}}/symbol_daily/'
iam_role '{{unload_role}}'
format as parquet
cleanpath
parallel off;

unload (
  'select user_id, quote_currency, trade_count, total_trade_amount, to_date
   from mart.user_total order by user_id, quote_currency'
)
to '{{gold}}/user_total/'
iam_role '{{unload_role}}'
format as parquet
cleanpath
parallel off;

select count(*) as fact_rows
from core.fact_trades;
