-- what:     how many rows the fact and each mart have, and as of when they are, in one row
-- reads:    core.fact_trades, mart.user_daily, mart.symbol_daily, mart.user_total, ops.load_ledger
-- writes:   nothing
-- strategy: a count each; as of the greatest date that a load of the dataset reached

with as_of as (
  select max(to_date) as as_of_date
  from ops.load_ledger
  where dataset = 'trades'
),

fact_count as (
  select count(*) as row_count
  from core.fact_trades
),

user_daily_count as (
  select count(*) as row_count
  from mart.user_daily
),

symbol_daily_count as (
  select count(*) as row_count
  from mart.symbol_daily
),

user_total_count as (
  select count(*) as row_count
  from mart.user_total
)

select
  as_of.as_of_date,
  fact_count.row_count as fact_rows,
  user_daily_count.row_count as user_daily_rows,
  symbol_daily_count.row_count as symbol_daily_rows,
  user_total_count.row_count as user_total_rows
from as_of
cross join fact_count
cross join user_daily_count
cross join symbol_daily_count
cross join user_total_count;
