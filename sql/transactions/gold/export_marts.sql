-- what:     the marts as Parquet for readers of the lake
-- reads:    mart.sales_daily, mart.rfm_customer
-- writes:   s3 gold sales_daily/, rfm_customer/
-- strategy: unload whole; cleanpath, because an empty result writes no file and must leave none behind

unload (
  'select txn_date, mcc, channel, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count
   from mart.sales_daily order by txn_date, mcc, channel, currency'
)
to '{{gold}}/sales_daily/'
iam_role '{{unload_role}}'
format as parquet
cleanpath
parallel off;

unload (
  'select as_of_date, customer_id, currency, recency_days, frequency, monetary, r_score, f_score, m_score, segment
   from mart.rfm_customer order by currency, customer_id'
)
to '{{gold}}/rfm_customer/'
iam_role '{{unload_role}}'
format as parquet
cleanpath
parallel off;

select count(*) as fact_rows
from core.fact_transactions;
