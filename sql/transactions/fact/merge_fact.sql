-- what:     core.fact_transactions, one row per transaction_id and txn_date: exactly the rows of Silver
-- reads:    temporary staged_transactions, temporary control_totals, core.fact_transactions
-- writes:   core.fact_transactions
-- strategy: delete the rows that left the touched dates, merge the staged ones

create temp table departed as
with touched as (
  select distinct event_date
  from control_totals
)

select
  fact.transaction_id,
  fact.txn_date
from core.fact_transactions as fact
inner join touched
  on fact.txn_date = touched.event_date
left join staged_transactions as staged
  on fact.transaction_id = staged.transaction_id and fact.txn_date = staged.txn_date
where staged.transaction_id is null;

delete from core.fact_transactions
using departed
where
  fact_transactions.transaction_id = departed.transaction_id
  and fact_transactions.txn_date = departed.txn_date;

merge into core.fact_transactions
using staged_transactions as staged
on
  fact_transactions.transaction_id = staged.transaction_id
  and fact_transactions.txn_date = staged.txn_date
when matched then update set
  version = staged.version,
  customer_id = staged.customer_id,
  card_id = staged.card_id,
  merchant_id = staged.merchant_id,
  merchant_name = staged.merchant_name,
  txn_ts = staged.txn_ts,
  amount = staged.amount,
  currency = staged.currency,
  mcc = staged.mcc,
  status = staged.status,
  is_refund = staged.is_refund,
  channel = staged.channel,
  original_transaction_id = staged.original_transaction_id,
  ingest_date = staged.ingest_date,
  source_file = staged.source_file,
  source_line = staged.source_line
when not matched then insert (
  transaction_id, version, customer_id, card_id, merchant_id, merchant_name, txn_ts, amount, currency, mcc, status,
  is_refund, channel, original_transaction_id, txn_date, ingest_date, source_file, source_line
)
values (
  staged.transaction_id, staged.version, staged.customer_id, staged.card_id, staged.merchant_id, staged.merchant_name,
  staged.txn_ts, staged.amount, staged.currency, staged.mcc, staged.status, staged.is_refund, staged.channel,
  staged.original_transaction_id, staged.txn_date, staged.ingest_date, staged.source_file, staged.source_line
);
