-- what:     mart.merchant_daily, one row per txn_date, merchant and currency with approved rows; customer_count = distinct customers of
--           these rows, refunds included
-- reads:    core.fact_transactions, temporary control_totals (the touched dates)
-- writes:   mart.merchant_daily
-- strategy: delete and insert of the touched dates

delete from mart.merchant_daily
where txn_date in (select event_date from control_totals);

insert into mart.merchant_daily (
  txn_date, merchant_id, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count, customer_count
)
with approved as (
  select
    txn_date,
    merchant_id,
    currency,
    customer_id,
    amount,
    is_refund
  from core.fact_transactions
  where
    status = 'approved'
    and txn_date in (select event_date from control_totals)
)

select
  txn_date,
  merchant_id,
  currency,
  sum(case when is_refund then 0.00 else amount end) as gross_amount,
  sum(case when is_refund then amount else 0.00 end) as refund_amount,
  sum(case when is_refund then -amount else amount end) as net_amount,
  sum(case when is_refund then 0 else 1 end) as sale_count,
  sum(case when is_refund then 1 else 0 end) as refund_count,
  count(distinct customer_id) as customer_count
from approved
group by txn_date, merchant_id, currency;
