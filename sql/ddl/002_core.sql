-- what:     facts and dimensions
-- reads:    nothing
-- writes:   core.fact_transactions, core.dim_customer, core.dim_card, core.dim_merchant, core.dim_mcc, core.dim_date
-- strategy: migration, runs once as admin. The fact is spread by transaction_id, because every load merges on it, and
--           sorted by date, because every load and most questions are about some days. Dimensions that fit on every node
--           are copied there; customers and cards may be many and are spread by their own key. Primary keys are not
--           enforced by Redshift but trusted by its planner: the checks of every load prove them.

create table core.fact_transactions (
  transaction_id varchar(64) not null,
  version bigint not null,
  customer_id varchar(64) not null,
  card_id varchar(64) not null,
  merchant_id varchar(64) not null,
  merchant_name varchar(800),
  txn_ts timestamp not null,
  amount decimal(18, 2) not null,
  currency varchar(3) not null,
  mcc varchar(4) not null,
  status varchar(8) not null,
  is_refund boolean not null,
  channel varchar(7) not null,
  original_transaction_id varchar(64),
  txn_date date not null,
  ingest_date date not null,
  source_file varchar(1024) not null,
  source_line bigint not null,
  primary key (transaction_id, txn_date)
)
diststyle key
distkey (transaction_id)
compound sortkey (txn_date, mcc);

create table core.dim_customer (
  customer_id varchar(64) not null,
  first_txn_date date not null,
  last_txn_date date not null,
  primary key (customer_id)
)
diststyle key
distkey (customer_id)
sortkey (customer_id);

create table core.dim_card (
  card_id varchar(64) not null,
  customer_id varchar(64) not null,
  first_txn_date date not null,
  last_txn_date date not null,
  primary key (card_id)
)
diststyle key
distkey (card_id)
sortkey (card_id);

create table core.dim_merchant (
  merchant_id varchar(64) not null,
  merchant_name varchar(800),
  mcc varchar(4) not null,
  first_txn_date date not null,
  last_txn_date date not null,
  primary key (merchant_id)
)
diststyle all
sortkey (merchant_id);

create table core.dim_mcc (
  mcc varchar(4) not null,
  description varchar(200) not null,
  primary key (mcc)
)
diststyle all
sortkey (mcc);

create table core.dim_date (
  calendar_date date not null,
  calendar_year integer not null,
  calendar_quarter integer not null,
  calendar_month integer not null,
  day_of_month integer not null,
  iso_week integer not null,
  day_of_week integer not null,
  is_weekend boolean not null,
  primary key (calendar_date)
)
diststyle all
sortkey (calendar_date);
