-- what:     marts of card transactions by day: authorizations, and merchants
-- reads:    core.fact_transactions
-- writes:   mart.authorization_daily, mart.merchant_daily; grants on them
-- strategy: migration, runs once as admin; fills the marts from the fact as it stands

create table mart.authorization_daily (
  txn_date date not null,
  mcc varchar(4) not null,
  channel varchar(7) not null,
  currency varchar(3) not null,
  attempt_count bigint not null,
  approved_count bigint not null,
  declined_count bigint not null,
  approval_rate decimal(5, 4),
  refund_count bigint not null,
  refund_rate decimal(18, 4),
  primary key (txn_date, mcc, channel, currency)
)
diststyle all
compound sortkey (txn_date, mcc);

create table mart.merchant_daily (
  txn_date date not null,
  merchant_id varchar(64) not null,
  currency varchar(3) not null,
  gross_amount decimal(38, 2) not null,
  refund_amount decimal(38, 2) not null,
  net_amount decimal(38, 2) not null,
  sale_count bigint not null,
  refund_count bigint not null,
  customer_count bigint not null,
  primary key (txn_date, merchant_id, currency)
)
diststyle key
distkey (merchant_id)
compound sortkey (txn_date, merchant_id);

grant select, insert, delete on table mart.authorization_daily, mart.merchant_daily to role paylake_loader;

grant select on table mart.authorization_daily, mart.merchant_daily to role paylake_reader;
