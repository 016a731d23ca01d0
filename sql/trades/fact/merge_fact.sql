-- what:     core.fact_trades, one row per trade_id: exactly the rows of Silver
-- reads:    temporary staged_trades, temporary control_totals, core.fact_trades
-- writes:   core.fact_trades
-- strategy: delete the rows that left the touched dates, merge the staged ones

create temp table departed as
with touched as (
  select distinct event_date
  from control_totals
)

select
  fact.trade_id
from core.fact_trades as fact
inner join touched
  on fact.trade_date = touched.event_date
left join staged_trades as staged
  on fact.trade_id = staged.trade_id
where staged.trade_id is null;

delete from core.fact_trades
using departed
where
  fact_trades.trade_id = departed.trade_id;

merge into core.fact_trades
using staged_trades as staged
on
  fact_trades.trade_id = staged.trade_id
when matched then update set
  user_id = staged.user_id,
  symbol = staged.symbol,
  side = staged.side,
  quantity = staged.quantity,
  price = staged.price,
  quote_currency = staged.quote_currency,
  trade_ts = staged.trade_ts,
  version = staged.version,
  trade_amount = staged.trade_amount,
  trade_date = staged.trade_date,
  ingest_date = staged.ingest_date,
  source_file = staged.source_file,
  source_line = staged.source_line
when not matched then insert (
  trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version, trade_amount, trade_date,
  ingest_date, source_file, source_line
)
values (
  staged.trade_id, staged.user_id, staged.symbol, staged.side, staged.quantity, staged.price, staged.quote_currency,
  staged.trade_ts, staged.version, staged.trade_amount, staged.trade_date, staged.ingest_date, staged.source_file,
  staged.source_line
);
