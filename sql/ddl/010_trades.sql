-- what:     the fact and the marts of trades
-- reads:    nothing
-- writes:   core.fact_trades, mart.user_daily, mart.symbol_daily, mart.user_total; grants on them
-- strategy: migration, runs once as admin. The fact is spread by trade_id, because every load merges on it, and sorted by
--           date, because every load and most questions are about some days. Primary keys are not enforced by Redshift but
--           trusted by its planner: the checks of every load prove them.

create table core.fact_trades (
  trade_id varchar(64) not null,
  user_id varchar(64) not null,
  symbol varchar(32) not null,
  side varchar(4) not null,
  quantity decimal(24, 8) not null,
  price decimal(24, 8) not null,
  quote_currency varchar(10) not null,
  trade_ts timestamp not null,
  version bigint not null,
  trade_amount decimal(38, 8) not null,
  trade_date date not null,
  ingest_date date not null,
  source_file varchar(1024) not null,
  source_line bigint not null,
  primary key (trade_id)
)
diststyle key
distkey (trade_id)
compound sortkey (trade_date, symbol);

create table mart.user_daily (
  user_id varchar(64) not null,
  trade_date date not null,
  quote_currency varchar(10) not null,
  trade_count bigint not null,
  buy_amount decimal(38, 8) not null,
  sell_amount decimal(38, 8) not null,
  total_trade_amount decimal(38, 8) not null,
  primary key (user_id, trade_date, quote_currency)
)
diststyle key
distkey (user_id)
compound sortkey (trade_date, user_id);

create table mart.symbol_daily (
  symbol varchar(32) not null,
  trade_date date not null,
  quote_currency varchar(10) not null,
  trade_count bigint not null,
  volume decimal(38, 8) not null,
  total_trade_amount decimal(38, 8) not null,
  open_price decimal(24, 8) not null,
  high_price decimal(24, 8) not null,
  low_price decimal(24, 8) not null,
  close_price decimal(24, 8) not null,
  vwap decimal(38, 8) not null,
  primary key (symbol, trade_date, quote_currency)
)
diststyle all
compound sortkey (trade_date, symbol);

create table mart.user_total (
  user_id varchar(64) not null,
  quote_currency varchar(10) not null,
  trade_count bigint not null,
  total_trade_amount decimal(38, 8) not null,
  to_date date not null,
  primary key (user_id, quote_currency)
)
diststyle key
distkey (user_id)
sortkey (user_id);

grant select, insert, update, delete on table core.fact_trades to role paylake_loader;

grant select, insert, delete on table mart.user_daily, mart.symbol_daily, mart.user_total to role paylake_loader;

grant select on table core.fact_trades, mart.user_daily, mart.symbol_daily, mart.user_total to role paylake_reader;
