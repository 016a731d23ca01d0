-- what:     the staged rows of every touched event date, and the totals they must add up to
-- reads:    s3 _staged/<run>/silver, _staged/<run>/control_totals.parquet
-- writes:   temporary staged_trades, temporary control_totals
-- strategy: manifest copy by position, columns in contract order

create temp table staged_trades (like core.fact_trades);

copy staged_trades (
  trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version, trade_amount, trade_date,
  ingest_date, source_file, source_line
)
from '{{rows_manifest}}'
iam_role '{{copy_role}}'
manifest
format as parquet;

create temp table control_totals (
  event_date date not null,
  measure varchar(64) not null,
  unit varchar(64) not null,
  row_count bigint not null,
  amount decimal(38, 8) not null
);

copy control_totals (event_date, measure, unit, row_count, amount)
from '{{control_manifest}}'
iam_role '{{copy_role}}'
manifest
format as parquet;
