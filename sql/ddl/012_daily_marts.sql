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

insert into mart.authorization_daily (
  txn_date, mcc, channel, currency, attempt_count, approved_count, declined_count, approval_rate,
  refund_count, refund_rate
)
with counted_rows as (
  select
    txn_date,
    mcc,
    channel,
    currency,
    case when is_refund then 0 else 1 end as is_attempt,
    case when not is_refund and status = 'approved' then 1 else 0 end as is_approved,
    case when not is_refund and status = 'declined' then 1 else 0 end as is_declined,
    case when is_refund then 1 else 0 end as is_approved_refund
  from core.fact_transactions
  where not is_refund or status = 'approved'
),

counted as (
  select
    txn_date,
    mcc,
    channel,
    currency,
    sum(is_attempt) as attempt_count,
    sum(is_approved) as approved_count,
    sum(is_declined) as declined_count,
    sum(is_approved_refund) as refund_count
  from counted_rows
  group by txn_date, mcc, channel, currency
)

select
  txn_date,
  mcc,
  channel,
  currency,
  attempt_count,
  approved_count,
  declined_count,
  round(cast(approved_count as decimal(18, 0)) / cast(nullif(attempt_count, 0) as decimal(18, 0)), 4) as approval_rate,
  refund_count,
  round(cast(refund_count as decimal(18, 0)) / cast(nullif(approved_count, 0) as decimal(18, 0)), 4) as refund_rate
from counted;

insert into mart.merchant_daily (
  txn_date, merchant_id, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count, customer_count
)
with approved as (
  select
    txn_date,
    merchant_id,
    currency,
    customer_id,
    amount,
    is_refund
  from core.fact_transactions
  where status = 'approved'
)

select
  txn_date,
  merchant_id,
  currency,
  sum(case when is_refund then 0.00 else amount end) as gross_amount,
  sum(case when is_refund then amount else 0.00 end) as refund_amount,
  sum(case when is_refund then -amount else amount end) as net_amount,
  sum(case when is_refund then 0 else 1 end) as sale_count,
  sum(case when is_refund then 1 else 0 end) as refund_count,
  count(distinct customer_id) as customer_count
from approved
group by txn_date, merchant_id, currency;

grant select, insert, delete on table mart.authorization_daily, mart.merchant_daily to role paylake_loader;

grant select on table mart.authorization_daily, mart.merchant_daily to role paylake_reader;
