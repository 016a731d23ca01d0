-- what:     what customers come to adds up to the daily sales of all days: orders and refunds, by currency; and so do their months
-- reads:    core.customer_total, core.customer_month, mart.sales_daily
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count: totals that move by what changes must never drift

with by_customer as (
  select
    currency,
    sum(order_amount) as gross_amount,
    sum(refund_amount) as refund_amount
  from core.customer_total
  group by currency
),

by_month as (
  select
    currency,
    sum(net_amount) as net_amount
  from core.customer_month
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

different as (
  select count(*) as found
  from by_customer
  full outer join sold
    on by_customer.currency = sold.currency
  left join by_month
    on coalesce(by_customer.currency, sold.currency) = by_month.currency
  where
    coalesce(by_customer.gross_amount, 0.00) <> coalesce(sold.gross_amount, 0.00)
    or coalesce(by_customer.refund_amount, 0.00) <> coalesce(sold.refund_amount, 0.00)
    or coalesce(by_month.net_amount, 0.00) <> coalesce(sold.gross_amount, 0.00) - coalesce(sold.refund_amount, 0.00)
)

select
  cast(
    case when found = 0 then '0' else 'check failed: customer_totals ' || found::varchar end as integer
  ) as customer_totals
from different;
