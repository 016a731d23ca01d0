-- what:     the marts as Parquet and CSV for readers of the lake
-- reads:    mart.user_daily, mart.symbol_daily, mart.user_total
-- writes:   s3 gold user_daily/<run>/, symbol_daily/<run>/, user_total/<run>/
-- strategy: unload whole into prefixes of the run, which nobody reads before a pointer names them; cleanpath for a run that
--           exports again

unload (
  'select user_id, trade_date, quote_currency, trade_count, buy_amount, sell_amount, total_trade_amount
   from mart.user_daily order by user_id, trade_date, quote_currency'
)
to '{{gold}}/user_daily/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select user_id, trade_date, quote_currency, trade_count, buy_amount, sell_amount, total_trade_amount
   from mart.user_daily order by user_id, trade_date, quote_currency'
)
to '{{gold}}/user_daily/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;

unload (
  'select symbol, trade_date, quote_currency, trade_count, volume, total_trade_amount, open_price, high_price,
   low_price, close_price, vwap
   from mart.symbol_daily order by symbol, trade_date, quote_currency'
)
to '{{gold}}/symbol_daily/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select symbol, trade_date, quote_currency, trade_count, volume, total_trade_amount, open_price, high_price,
   low_price, close_price, vwap
   from mart.symbol_daily order by symbol, trade_date, quote_currency'
)
to '{{gold}}/symbol_daily/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;

unload (
  'select user_id, quote_currency, trade_count, total_trade_amount, to_date
   from mart.user_total order by user_id, quote_currency'
)
to '{{gold}}/user_total/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select user_id, quote_currency, trade_count, total_trade_amount, to_date
   from mart.user_total order by user_id, quote_currency'
)
to '{{gold}}/user_total/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;
