-- what:     ops.restatement, one row per run, closed date, mart, measure and unit whose sum the run changed, 0 where nothing stood;
--           ops.restated_rows, one row per row of such a date that left or came
-- reads:    temporary sums_before, temporary fact_changes, ops.touched_dates, mart.sales_daily, mart.authorization_daily, mart.merchant_daily
-- writes:   ops.restatement, ops.restated_rows
-- strategy: insert, after the marts have changed; commits with them

insert into ops.restatement (run_id, dataset, event_date, mart, measure, unit, before_value, after_value)
with closed as (
  select event_date
  from ops.touched_dates
  where run_id = :run_id and is_closed
),

sums_after as (
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
  :run_id as run_id,
  :dataset as dataset,
  coalesce(sums_before.event_date, sums_after.event_date) as event_date,
  coalesce(sums_before.mart, sums_after.mart) as mart,
  coalesce(sums_before.measure, sums_after.measure) as measure,
  coalesce(sums_before.unit, sums_after.unit) as unit,
  coalesce(sums_before.amount, 0.00000000) as before_value,
  coalesce(sums_after.amount, 0.00000000) as after_value
from sums_before
full outer join sums_after
  on
    sums_before.event_date = sums_after.event_date
    and sums_before.mart = sums_after.mart
    and sums_before.measure = sums_after.measure
    and sums_before.unit = sums_after.unit
where coalesce(sums_before.amount, 0.00000000) <> coalesce(sums_after.amount, 0.00000000);

insert into ops.restated_rows (
  run_id, dataset, event_date, change, record_id, version, amount, unit, ingest_date, source_file, source_line
)
select
  :run_id as run_id,
  :dataset as dataset,
  txn_date as event_date,
  case when movement = 1 then 'comes' else 'leaves' end as change,
  transaction_id as record_id,
  version as version,
  case when is_refund then -amount else amount end as amount,
  currency as unit,
  ingest_date,
  source_file,
  source_line
from fact_changes
where txn_date in (select event_date from ops.touched_dates where run_id = :run_id and is_closed);
