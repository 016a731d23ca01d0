-- what:     the marts as Parquet and CSV for readers of the lake
-- reads:    mart.sales_daily, mart.rfm_customer
-- writes:   s3 gold sales_daily/<run>/, rfm_customer/<run>/
-- strategy: unload whole into prefixes of the run, which nobody reads before a pointer names them; cleanpath for a run that
--           exports again

unload (
  'select txn_date, mcc, channel, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count
   from mart.sales_daily order by txn_date, mcc, channel, currency'
)
to '{{gold}}/sales_daily/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select txn_date, mcc, channel, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count
   from mart.sales_daily order by txn_date, mcc, channel, currency'
)
to '{{gold}}/sales_daily/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;

unload (
  'select as_of_date, customer_id, currency, recency_days, frequency, monetary, r_score, f_score, m_score, segment
   from mart.rfm_customer order by currency, customer_id'
)
to '{{gold}}/rfm_customer/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select as_of_date, customer_id, currency, recency_days, frequency, monetary, r_score, f_score, m_score, segment
   from mart.rfm_customer order by currency, customer_id'
)
to '{{gold}}/rfm_customer/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;
