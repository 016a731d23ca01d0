-- what:     sums of closed dates as readers have seen them, by mart, measure and unit
-- reads:    ops.touched_dates, mart.sales_daily, mart.authorization_daily, mart.merchant_daily
-- writes:   temporary sums_before
-- strategy: before the marts change; of the closed dates among the touched ones alone

create temp table sums_before as
with closed as (
  select event_date
  from ops.touched_dates
  where run_id = :run_id and is_closed
),

sums as (
  select
    txn_date as event_date,
    'sales_daily' as mart,
    'gross_amount' as measure,
    currency as unit,
    cast(sum(gross_amount) as decimal(38, 8)) as amount
  from mart.sales_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'sales_daily' as mart,
    'refund_amount' as measure,
    currency as unit,
    cast(sum(refund_amount) as decimal(38, 8)) as amount
  from mart.sales_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'sales_daily' as mart,
    'net_amount' as measure,
    currency as unit,
    cast(sum(net_amount) as decimal(38, 8)) as amount
  from mart.sales_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'sales_daily' as mart,
    'sale_count' as measure,
    currency as unit,
    cast(sum(sale_count) as decimal(38, 8)) as amount
  from mart.sales_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'sales_daily' as mart,
    'refund_count' as measure,
    currency as unit,
    cast(sum(refund_count) as decimal(38, 8)) as amount
  from mart.sales_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'authorization_daily' as mart,
    'attempt_count' as measure,
    currency as unit,
    cast(sum(attempt_count) as decimal(38, 8)) as amount
  from mart.authorization_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'authorization_daily' as mart,
    'approved_count' as measure,
    currency as unit,
    cast(sum(approved_count) as decimal(38, 8)) as amount
  from mart.authorization_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'authorization_daily' as mart,
    'declined_count' as measure,
    currency as unit,
    cast(sum(declined_count) as decimal(38, 8)) as amount
  from mart.authorization_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'authorization_daily' as mart,
    'refund_count' as measure,
    currency as unit,
    cast(sum(refund_count) as decimal(38, 8)) as amount
  from mart.authorization_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'merchant_daily' as mart,
    'gross_amount' as measure,
    currency as unit,
    cast(sum(gross_amount) as decimal(38, 8)) as amount
  from mart.merchant_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'merchant_daily' as mart,
    'refund_amount' as measure,
    currency as unit,
    cast(sum(refund_amount) as decimal(38, 8)) as amount
  from mart.merchant_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'merchant_daily' as mart,
    'net_amount' as measure,
    currency as unit,
    cast(sum(net_amount) as decimal(38, 8)) as amount
  from mart.merchant_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'merchant_daily' as mart,
    'sale_count' as measure,
    currency as unit,
    cast(sum(sale_count) as decimal(38, 8)) as amount
  from mart.merchant_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
  union all
  select
    txn_date as event_date,
    'merchant_daily' as mart,
    'refund_count' as measure,
    currency as unit,
    cast(sum(refund_count) as decimal(38, 8)) as amount
  from mart.merchant_daily
  where txn_date in (select event_date from closed)
  group by txn_date, currency
)

select
  event_date,
  mart,
  measure,
  unit,
  amount
from sums;
