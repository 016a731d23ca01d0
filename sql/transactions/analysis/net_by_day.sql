-- what:     net sales of a currency by business date, with the number of sales
-- reads:    mart.sales_daily
-- writes:   nothing
-- strategy: sums over categories and channels

select
  txn_date,
  sum(net_amount) as net_amount,
  sum(sale_count) as sale_count
from mart.sales_daily
where currency = :currency
group by txn_date
order by txn_date;
