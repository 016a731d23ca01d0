-- what:     how many rows the fact and each mart have, and as of when they are, in one row
-- reads:    core.fact_transactions, mart.sales_daily, mart.rfm_customer, ops.load_ledger
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

rfm_customer_count as (
  select count(*) as row_count
  from mart.rfm_customer
)

select
  as_of.as_of_date,
  fact_count.row_count as fact_rows,
  sales_daily_count.row_count as sales_daily_rows,
  rfm_customer_count.row_count as rfm_customer_rows
from as_of
cross join fact_count
cross join sales_daily_count
cross join rfm_customer_count;
