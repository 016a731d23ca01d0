-- what:     mart.authorization_daily, one row per txn_date, mcc, channel and currency with an attempt or an approved refund.
--           An attempt is a row that is no refund. approval_rate = approved / attempts, refund_rate = approved refunds / approved,
--           four decimals, half away from zero, null where there is nothing to divide by.
-- reads:    core.fact_transactions, temporary control_totals (the touched dates)
-- writes:   mart.authorization_daily
-- strategy: delete and insert of the touched dates

delete from mart.authorization_daily
where txn_date in (select event_date from control_totals);

insert into mart.authorization_daily (
  txn_date, mcc, channel, currency, attempt_count, approved_count, declined_count, approval_rate,
  refund_count, refund_rate
)
with touched as (
  select
    txn_date,
    mcc,
    channel,
    currency,
    case when is_refund then 0 else 1 end as is_attempt,
    case when not is_refund and status = 'approved' then 1 else 0 end as is_approved,
    case when not is_refund and status = 'declined' then 1 else 0 end as is_declined,
    case when is_refund then 1 else 0 end as is_approved_refund
  from core.fact_transactions
  where
    txn_date in (select event_date from control_totals)
    and (not is_refund or status = 'approved')
),

counted as (
  select
    txn_date,
    mcc,
    channel,
    currency,
    sum(is_attempt) as attempt_count,
    sum(is_approved) as approved_count,
    sum(is_declined) as declined_count,
    sum(is_approved_refund) as refund_count
  from touched
  group by txn_date, mcc, channel, currency
)

select
  txn_date,
  mcc,
  channel,
  currency,
  attempt_count,
  approved_count,
  declined_count,
  round(cast(approved_count as decimal(18, 0)) / cast(nullif(attempt_count, 0) as decimal(18, 0)), 4) as approval_rate,
  refund_count,
  round(cast(refund_count as decimal(18, 0)) / cast(nullif(approved_count, 0) as decimal(18, 0)), 4) as refund_rate
from counted;
