-- what:     marts and the pipeline's own tables
-- reads:    nothing
-- writes:   mart.sales_daily, mart.rfm_customer, ops.load_ledger, core.mcc_reference
-- strategy: migration, runs once as admin. Marts are small and read whole: sales_daily is copied to every node,
--           rfm_customer is spread by customer.

create table mart.sales_daily (
  txn_date date not null,
  mcc varchar(4) not null,
  channel varchar(7) not null,
  currency varchar(3) not null,
  gross_amount decimal(38, 2) not null,
  refund_amount decimal(38, 2) not null,
  net_amount decimal(38, 2) not null,
  sale_count bigint not null,
  refund_count bigint not null,
  primary key (txn_date, mcc, channel, currency)
)
diststyle all
compound sortkey (txn_date, mcc);

create table mart.rfm_customer (
  as_of_date date not null,
  customer_id varchar(64) not null,
  currency varchar(3) not null,
  recency_days integer not null,
  frequency bigint not null,
  monetary decimal(38, 2) not null,
  r_score integer not null,
  f_score integer not null,
  m_score integer not null,
  segment varchar(32) not null,
  primary key (customer_id, currency)
)
diststyle key
distkey (customer_id)
sortkey (customer_id);

create table ops.load_ledger (
  run_id varchar(80) not null,
  dataset varchar(64) not null,
  from_date date not null,
  to_date date not null,
  manifest_sha256 varchar(64) not null,
  row_count bigint not null,
  committed_at timestamp not null,
  primary key (run_id)
)
diststyle all
sortkey (committed_at);

create table core.mcc_reference (
  mcc varchar(4) not null,
  description varchar(200) not null,
  primary key (mcc)
)
diststyle all
sortkey (mcc);
