-- what:     refunds by month and currency, and how much of the gross sales of that month they are, in percent
-- reads:    sales_daily
-- writes:   nothing
-- strategy: sums over days, categories and channels; no share where nothing was sold

select
  date_trunc('month', txn_date) as month_start,
  currency,
  sum(refund_amount) as refund_amount,
  sum(refund_count) as refund_count,
  round(100 * sum(refund_amount) / nullif(sum(gross_amount), 0), 2) as percent_of_gross
from sales_daily
group by date_trunc('month', txn_date), currency
order by month_start, currency;
