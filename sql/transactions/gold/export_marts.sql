-- what:     the marts as Parquet and CSV for readers of the lake
-- reads:    mart.sales_daily, mart.authorization_daily, mart.merchant_daily, mart.mcc_mix_monthly, mart.rfm_customer, mart.ltv_customer, mart.cohort_monthly
-- writes:   s3 gold sales_daily/<run>/, authorization_daily/<run>/, merchant_daily/<run>/, mcc_mix_monthly/<run>/, rfm_customer/<run>/, ltv_customer/<run>/, cohort_monthly/<run>/
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
  'select txn_date, mcc, channel, currency, attempt_count, approved_count, declined_count, approval_rate, refund_count,
   refund_rate
   from mart.authorization_daily order by txn_date, mcc, channel, currency'
)
to '{{gold}}/authorization_daily/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select txn_date, mcc, channel, currency, attempt_count, approved_count, declined_count, approval_rate, refund_count,
   refund_rate
   from mart.authorization_daily order by txn_date, mcc, channel, currency'
)
to '{{gold}}/authorization_daily/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;

unload (
  'select txn_date, merchant_id, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count,
   customer_count
   from mart.merchant_daily order by txn_date, merchant_id, currency'
)
to '{{gold}}/merchant_daily/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select txn_date, merchant_id, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count,
   customer_count
   from mart.merchant_daily order by txn_date, merchant_id, currency'
)
to '{{gold}}/merchant_daily/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;

unload (
  'select month, mcc, currency, net_amount, share
   from mart.mcc_mix_monthly order by month, mcc, currency'
)
to '{{gold}}/mcc_mix_monthly/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select month, mcc, currency, net_amount, share
   from mart.mcc_mix_monthly order by month, mcc, currency'
)
to '{{gold}}/mcc_mix_monthly/{{run}}/csv/'
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

unload (
  'select as_of_date, customer_id, currency, first_success, last_success, orders, historic_value, average_order_value,
   active_months, monthly_frequency, is_churned, predicted_value
   from mart.ltv_customer order by currency, customer_id'
)
to '{{gold}}/ltv_customer/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select as_of_date, customer_id, currency, first_success, last_success, orders, historic_value, average_order_value,
   active_months, monthly_frequency, is_churned, predicted_value
   from mart.ltv_customer order by currency, customer_id'
)
to '{{gold}}/ltv_customer/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;

unload (
  'select cohort_month, age_months, currency, cohort_size, active_customers, retention_rate, net_amount,
   cumulative_net_amount, cumulative_value_per_customer
   from mart.cohort_monthly order by currency, cohort_month, age_months'
)
to '{{gold}}/cohort_monthly/{{run}}/parquet/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as parquet
cleanpath
parallel off;

unload (
  'select cohort_month, age_months, currency, cohort_size, active_customers, retention_rate, net_amount,
   cumulative_net_amount, cumulative_value_per_customer
   from mart.cohort_monthly order by currency, cohort_month, age_months'
)
to '{{gold}}/cohort_monthly/{{run}}/csv/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
format as csv
header
extension 'csv'
cleanpath
parallel off;
