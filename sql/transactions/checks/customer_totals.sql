-- what:     what customers come to adds up to daily sales: orders and refunds of all days by currency, and net money of the touched
--           months by month and currency
-- reads:    core.customer_total, core.customer_month, mart.sales_daily, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count: totals that move by what changes must never drift

with touched as (
  select distinct cast(date_trunc('month', event_date) as date) as month
  from control_totals
),

by_customer as (
  select
    currency,
    sum(order_amount) as gross_amount,
    sum(refund_amount) as refund_amount
  from core.customer_total
  group by currency
),

sold as (
  select
    currency,
    sum(gross_amount) as gross_amount,
    sum(refund_amount) as refund_amount
  from mart.sales_daily
  group by currency
),

by_month as (
  select
    month,
    currency,
    sum(net_amount) as net_amount
  from core.customer_month
  where month in (select month from touched)
  group by month, currency
),

sold_by_month as (
  select
    cast(date_trunc('month', txn_date) as date) as month,
    currency,
    sum(gross_amount - refund_amount) as net_amount
  from mart.sales_daily
  where
    txn_date >= (select min(month) from touched)
    and cast(date_trunc('month', txn_date) as date) in (select month from touched)
  group by cast(date_trunc('month', txn_date) as date), currency
),

different as (
  select by_customer.currency
  from by_customer
  full outer join sold
    on by_customer.currency = sold.currency
  where
    coalesce(by_customer.gross_amount, 0.00) <> coalesce(sold.gross_amount, 0.00)
    or coalesce(by_customer.refund_amount, 0.00) <> coalesce(sold.refund_amount, 0.00)

  union all

  select by_month.currency
  from by_month
  full outer join sold_by_month
    on by_month.month = sold_by_month.month and by_month.currency = sold_by_month.currency
  where coalesce(by_month.net_amount, 0.00) <> coalesce(sold_by_month.net_amount, 0.00)
),

counted as (
  select count(*) as found
  from different
)

select
  cast(
    case when found = 0 then '0' else 'check failed: customer_totals ' || found::varchar end as integer
  ) as customer_totals
from counted;
