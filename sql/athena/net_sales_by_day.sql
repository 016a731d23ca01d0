-- what:     net sales by business date and currency, with the number of sales and of refunds
-- reads:    sales_daily
-- writes:   nothing
-- strategy: sums over categories and channels; never across currencies

select
  txn_date,
  currency,
  sum(net_amount) as net_amount,
  sum(sale_count) as sale_count,
  sum(refund_count) as refund_count
from sales_daily
group by txn_date, currency
order by txn_date, currency;
