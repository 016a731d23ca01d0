-- what:     net sales of the touched dates equal the approved money of the fact, by date and currency
-- reads:    core.fact_transactions, mart.sales_daily, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with approved as (
  select
    txn_date,
    currency,
    count(*) as row_count,
    sum(case when is_refund then -amount else amount end) as amount
  from core.fact_transactions
  where status = 'approved' and txn_date in (select event_date from control_totals)
  group by txn_date, currency
),

sold as (
  select
    txn_date,
    currency,
    sum(sale_count + refund_count) as row_count,
    sum(net_amount) as amount
  from mart.sales_daily
  where txn_date in (select event_date from control_totals)
  group by txn_date, currency
),

different as (
  select count(*) as found
  from approved
  full outer join sold
    on approved.txn_date = sold.txn_date and approved.currency = sold.currency
  where
    approved.txn_date is null
    or sold.txn_date is null
    or approved.row_count <> sold.row_count
    or approved.amount <> sold.amount
)

select cast(case when found = 0 then '0' else 'check failed: sales_totals ' || found::varchar end as integer) as sales_totals
from different;
