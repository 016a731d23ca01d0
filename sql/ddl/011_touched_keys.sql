-- what:     what customers, cards, merchants and categories come to, kept up by every load; what was restated; the lock of loads
-- reads:    core.fact_transactions
-- writes:   core.customer_total, core.customer_month, core.card_total, core.merchant_total, core.mcc_total, ops.restatement,
--           ops.restated_rows, ops.load_lock, ops.touched_dates; takes away the tables core.dim_customer, core.dim_card,
--           core.dim_merchant, core.dim_mcc, which are views from now on
-- strategy: migration, runs once as admin; fills the tables from the fact as it stands

create table core.customer_total (
  customer_id varchar(64) not null,
  currency varchar(3) not null,
  row_count bigint not null,
  first_txn_date date,
  last_txn_date date,
  first_success date,
  last_success date,
  orders bigint not null,
  order_amount decimal(38, 2) not null,
  refund_amount decimal(38, 2) not null,
  primary key (customer_id, currency)
)
diststyle key
distkey (customer_id)
sortkey (customer_id);

insert into core.customer_total (
  customer_id, currency, row_count, first_txn_date, last_txn_date, first_success, last_success,
  orders, order_amount, refund_amount
)
with rows_of_customers as (
  select
    customer_id,
    currency,
    txn_date,
    case when status = 'approved' and not is_refund and amount > 0 then txn_date end as success_date,
    case when status = 'approved' and not is_refund and amount > 0 then amount else 0.00 end as order_amount,
    case when status = 'approved' and is_refund then amount else 0.00 end as refund_amount
  from core.fact_transactions
)

select
  customer_id,
  currency,
  count(*) as row_count,
  min(txn_date) as first_txn_date,
  max(txn_date) as last_txn_date,
  min(success_date) as first_success,
  max(success_date) as last_success,
  count(success_date) as orders,
  sum(order_amount) as order_amount,
  sum(refund_amount) as refund_amount
from rows_of_customers
group by customer_id, currency;

create table core.customer_month (
  customer_id varchar(64) not null,
  currency varchar(3) not null,
  month date not null,
  orders bigint not null,
  net_amount decimal(38, 2) not null,
  primary key (customer_id, currency, month)
)
diststyle key
distkey (customer_id)
sortkey (customer_id);

insert into core.customer_month (customer_id, currency, month, orders, net_amount)
with approved as (
  select
    customer_id,
    currency,
    cast(date_trunc('month', txn_date) as date) as month,
    case when not is_refund and amount > 0 then 1 else 0 end as is_order,
    case when is_refund then -amount else amount end as net_amount
  from core.fact_transactions
  where status = 'approved'
)

select
  customer_id,
  currency,
  month,
  sum(is_order) as orders,
  sum(net_amount) as net_amount
from approved
group by customer_id, currency, month;

create table core.card_total (
  card_id varchar(64) not null,
  row_count bigint not null,
  first_txn_date date,
  last_txn_date date,
  customer_id varchar(64),
  latest_txn_ts timestamp,
  latest_transaction_id varchar(64),
  latest_txn_date date,
  primary key (card_id)
)
diststyle key
distkey (card_id)
sortkey (card_id);

insert into core.card_total (
  card_id, row_count, first_txn_date, last_txn_date, customer_id, latest_txn_ts, latest_transaction_id, latest_txn_date
)
with ranked as (
  select
    card_id,
    count(*) over (partition by card_id) as row_count,
    min(txn_date) over (partition by card_id) as first_txn_date,
    max(txn_date) over (partition by card_id) as last_txn_date,
    customer_id,
    txn_ts,
    transaction_id,
    txn_date,
    row_number() over (partition by card_id order by txn_ts desc, transaction_id desc, txn_date desc) as recency
  from core.fact_transactions
)

select
  card_id,
  row_count,
  first_txn_date,
  last_txn_date,
  customer_id,
  txn_ts as latest_txn_ts,
  transaction_id as latest_transaction_id,
  txn_date as latest_txn_date
from ranked
where recency = 1;

create table core.merchant_total (
  merchant_id varchar(64) not null,
  row_count bigint not null,
  first_txn_date date,
  last_txn_date date,
  merchant_name varchar(800),
  mcc varchar(4),
  latest_txn_ts timestamp,
  latest_transaction_id varchar(64),
  latest_txn_date date,
  primary key (merchant_id)
)
diststyle all
sortkey (merchant_id);

insert into core.merchant_total (
  merchant_id, row_count, first_txn_date, last_txn_date, merchant_name, mcc,
  latest_txn_ts, latest_transaction_id, latest_txn_date
)
with ranked as (
  select
    merchant_id,
    count(*) over (partition by merchant_id) as row_count,
    min(txn_date) over (partition by merchant_id) as first_txn_date,
    max(txn_date) over (partition by merchant_id) as last_txn_date,
    merchant_name,
    mcc,
    txn_ts,
    transaction_id,
    txn_date,
    row_number() over (partition by merchant_id order by txn_ts desc, transaction_id desc, txn_date desc) as recency
  from core.fact_transactions
)

select
  merchant_id,
  row_count,
  first_txn_date,
  last_txn_date,
  merchant_name,
  mcc,
  txn_ts as latest_txn_ts,
  transaction_id as latest_transaction_id,
  txn_date as latest_txn_date
from ranked
where recency = 1;

create table core.mcc_total (
  mcc varchar(4) not null,
  row_count bigint not null,
  primary key (mcc)
)
diststyle all
sortkey (mcc);

insert into core.mcc_total (mcc, row_count)
select
  mcc,
  count(*) as row_count
from core.fact_transactions
group by mcc;

drop table core.dim_customer, core.dim_card, core.dim_merchant, core.dim_mcc;

create table ops.restatement (
  run_id varchar(80) not null,
  dataset varchar(64) not null,
  event_date date not null,
  mart varchar(64) not null,
  measure varchar(64) not null,
  unit varchar(64) not null,
  before_value decimal(38, 8) not null,
  after_value decimal(38, 8) not null,
  primary key (run_id, event_date, mart, measure, unit)
)
diststyle all
sortkey (event_date);

create table ops.restated_rows (
  run_id varchar(80) not null,
  dataset varchar(64) not null,
  event_date date not null,
  change varchar(6) not null,
  record_id varchar(64) not null,
  version bigint,
  amount decimal(38, 8),
  unit varchar(64),
  ingest_date date not null,
  source_file varchar(1024) not null,
  source_line bigint not null
)
diststyle even
sortkey (event_date);

create table ops.load_lock (
  locked_by varchar(80) not null
)
diststyle all;

alter table ops.touched_dates add column is_closed boolean default false not null;

revoke update on table core.fact_transactions, core.fact_trades, ops.load_ledger from role paylake_loader;

grant select, insert, update on table
core.customer_total, core.customer_month, core.card_total, core.merchant_total, core.mcc_total
to role paylake_loader;

grant select, insert on table ops.restatement, ops.restated_rows to role paylake_loader;

-- Nothing is ever written there: PostgreSQL wants the privilege for LOCK, and Redshift's page is silent.
grant select, update on table ops.load_lock to role paylake_loader;

grant select on table
core.customer_total, core.customer_month, core.card_total, core.merchant_total, core.mcc_total,
ops.restatement, ops.restated_rows
to role paylake_reader;
