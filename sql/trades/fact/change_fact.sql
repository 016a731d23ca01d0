-- what:     core.fact_trades, one row per trade_id: exactly the rows of Silver
-- reads:    temporary staged_trades, temporary control_totals, core.fact_trades
-- writes:   core.fact_trades, temporary fact_changes: rows that left (movement -1) and that came (movement 1)
-- strategy: on the touched dates delete the rows that are not staged as they are, insert those that do not stand as they are; equal
--           rows are not written

create temp table fact_changes as
with standing as (
  select
    trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version, trade_amount, trade_date,
    ingest_date, source_file, source_line
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
),

departed as (
  select
    trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version, trade_amount, trade_date,
    ingest_date, source_file, source_line
  from standing
  except
  select
    trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version, trade_amount, trade_date,
    ingest_date, source_file, source_line
  from staged_trades
),

arrived as (
  select
    trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version, trade_amount, trade_date,
    ingest_date, source_file, source_line
  from staged_trades
  except
  select
    trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version, trade_amount, trade_date,
    ingest_date, source_file, source_line
  from standing
)

select
  -1 as movement,
  trade_id,
  user_id,
  symbol,
  side,
  quantity,
  price,
  quote_currency,
  trade_ts,
  version,
  trade_amount,
  trade_date,
  ingest_date,
  source_file,
  source_line
from departed
union all
select
  1 as movement,
  trade_id,
  user_id,
  symbol,
  side,
  quantity,
  price,
  quote_currency,
  trade_ts,
  version,
  trade_amount,
  trade_date,
  ingest_date,
  source_file,
  source_line
from arrived;

delete from core.fact_trades
using fact_changes
where
  fact_changes.movement = -1
  and fact_trades.trade_id = fact_changes.trade_id;

insert into core.fact_trades (
  trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version, trade_amount, trade_date,
  ingest_date, source_file, source_line
)
select
  trade_id,
  user_id,
  symbol,
  side,
  quantity,
  price,
  quote_currency,
  trade_ts,
  version,
  trade_amount,
  trade_date,
  ingest_date,
  source_file,
  source_line
from fact_changes
where movement = 1;
