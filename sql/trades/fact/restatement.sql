-- what:     ops.restatement, one row per run, closed date, mart, measure and unit whose sum the run changed, 0 where nothing stood;
--           ops.restated_rows, one row per row of such a date that left or came
-- reads:    temporary sums_before, temporary fact_changes, ops.touched_dates, mart.user_daily, mart.symbol_daily
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
    trade_date as event_date,
    'user_daily' as mart,
    'trade_count' as measure,
    quote_currency as unit,
    cast(sum(trade_count) as decimal(38, 8)) as amount
  from mart.user_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'user_daily' as mart,
    'buy_amount' as measure,
    quote_currency as unit,
    cast(sum(buy_amount) as decimal(38, 8)) as amount
  from mart.user_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'user_daily' as mart,
    'sell_amount' as measure,
    quote_currency as unit,
    cast(sum(sell_amount) as decimal(38, 8)) as amount
  from mart.user_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'user_daily' as mart,
    'total_trade_amount' as measure,
    quote_currency as unit,
    cast(sum(total_trade_amount) as decimal(38, 8)) as amount
  from mart.user_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'symbol_daily' as mart,
    'trade_count' as measure,
    quote_currency as unit,
    cast(sum(trade_count) as decimal(38, 8)) as amount
  from mart.symbol_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
  union all
  select
    trade_date as event_date,
    'symbol_daily' as mart,
    'volume' as measure,
    symbol as unit,
    cast(sum(volume) as decimal(38, 8)) as amount
  from mart.symbol_daily
  where trade_date in (select event_date from closed)
  group by trade_date, symbol
  union all
  select
    trade_date as event_date,
    'symbol_daily' as mart,
    'total_trade_amount' as measure,
    quote_currency as unit,
    cast(sum(total_trade_amount) as decimal(38, 8)) as amount
  from mart.symbol_daily
  where trade_date in (select event_date from closed)
  group by trade_date, quote_currency
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
  trade_date as event_date,
  case when movement = 1 then 'comes' else 'leaves' end as change,
  trade_id as record_id,
  version as version,
  trade_amount as amount,
  quote_currency as unit,
  ingest_date,
  source_file,
  source_line
from fact_changes
where trade_date in (select event_date from ops.touched_dates where run_id = :run_id and is_closed);
