-- what:     core.fact_transactions, one row per transaction_id and txn_date: exactly the rows of Silver
-- reads:    temporary staged_transactions, temporary control_totals, core.fact_transactions
-- writes:   core.fact_transactions, temporary fact_changes: rows that left (movement -1) and that came (movement 1)
-- strategy: on the touched dates delete the rows that are not staged as they are, insert those that do not stand as they are; equal
--           rows are not written

create temp table fact_changes as
with standing as (
  select
    transaction_id, version, customer_id, card_id, merchant_id, merchant_name, txn_ts, amount, currency, mcc, status,
    is_refund, channel, original_transaction_id, txn_date, ingest_date, source_file, source_line
  from core.fact_transactions
  where txn_date in (select event_date from control_totals)
),

departed as (
  select
    transaction_id, version, customer_id, card_id, merchant_id, merchant_name, txn_ts, amount, currency, mcc, status,
    is_refund, channel, original_transaction_id, txn_date, ingest_date, source_file, source_line
  from standing
  except
  select
    transaction_id, version, customer_id, card_id, merchant_id, merchant_name, txn_ts, amount, currency, mcc, status,
    is_refund, channel, original_transaction_id, txn_date, ingest_date, source_file, source_line
  from staged_transactions
),

arrived as (
  select
    transaction_id, version, customer_id, card_id, merchant_id, merchant_name, txn_ts, amount, currency, mcc, status,
    is_refund, channel, original_transaction_id, txn_date, ingest_date, source_file, source_line
  from staged_transactions
  except
  select
    transaction_id, version, customer_id, card_id, merchant_id, merchant_name, txn_ts, amount, currency, mcc, status,
    is_refund, channel, original_transaction_id, txn_date, ingest_date, source_file, source_line
  from standing
)

select
  -1 as movement,
  transaction_id,
  version,
  customer_id,
  card_id,
  merchant_id,
  merchant_name,
  txn_ts,
  amount,
  currency,
  mcc,
  status,
  is_refund,
  channel,
  original_transaction_id,
  txn_date,
  ingest_date,
  source_file,
  source_line
from departed
union all
select
  1 as movement,
  transaction_id,
  version,
  customer_id,
  card_id,
  merchant_id,
  merchant_name,
  txn_ts,
  amount,
  currency,
  mcc,
  status,
  is_refund,
  channel,
  original_transaction_id,
  txn_date,
  ingest_date,
  source_file,
  source_line
from arrived;

delete from core.fact_transactions
using fact_changes
where
  fact_changes.movement = -1
  and fact_transactions.transaction_id = fact_changes.transaction_id
  and fact_transactions.txn_date = fact_changes.txn_date;

insert into core.fact_transactions (
  transaction_id, version, customer_id, card_id, merchant_id, merchant_name, txn_ts, amount, currency, mcc, status,
  is_refund, channel, original_transaction_id, txn_date, ingest_date, source_file, source_line
)
select
  transaction_id,
  version,
  customer_id,
  card_id,
  merchant_id,
  merchant_name,
  txn_ts,
  amount,
  currency,
  mcc,
  status,
  is_refund,
  channel,
  original_transaction_id,
  txn_date,
  ingest_date,
  source_file,
  source_line
from fact_changes
where movement = 1;
