-- what:     how many rows the fact and each mart have, and as of when they are, in one row
-- reads:    core.fact_transactions, mart.sales_daily, mart.authorization_daily, mart.merchant_daily, mart.mcc_mix_monthly, mart.rfm_customer, mart.ltv_customer, mart.cohort_monthly, ops.load_ledger
-- writes:   nothing
-- strategy: a count each; as of the greatest date that a load of the dataset reached

with as_of as (
  select max(to_date) as as_of_date
  from ops.load_ledger
  where dataset = 'transactions'
),

fact_count as (
  select count(*) as row_count
  from core.fact_transactions
),

sales_daily_count as (
  select count(*) as row_count
  from mart.sales_daily
),

authorization_daily_count as (
  select count(*) as row_count
  from mart.authorization_daily
),

merchant_daily_count as (
  select count(*) as row_count
  from mart.merchant_daily
),

mcc_mix_monthly_count as (
  select count(*) as row_count
  from mart.mcc_mix_monthly
),

rfm_customer_count as (
  select count(*) as row_count
  from mart.rfm_customer
),

ltv_customer_count as (
  select count(*) as row_count
  from mart.ltv_customer
),

cohort_monthly_count as (
  select count(*) as row_count
  from mart.cohort_monthly
)

select
  as_of.as_of_date,
  fact_count.row_count as fact_rows,
  sales_daily_count.row_count as sales_daily_rows,
  authorization_daily_count.row_count as authorization_daily_rows,
  merchant_daily_count.row_count as merchant_daily_rows,
  mcc_mix_monthly_count.row_count as mcc_mix_monthly_rows,
  rfm_customer_count.row_count as rfm_customer_rows,
  ltv_customer_count.row_count as ltv_customer_rows,
  cohort_monthly_count.row_count as cohort_monthly_rows
from as_of
cross join fact_count
cross join sales_daily_count
cross join authorization_daily_count
cross join merchant_daily_count
cross join mcc_mix_monthly_count
cross join rfm_customer_count
cross join ltv_customer_count
cross join cohort_monthly_count;
