-- what:     core.dim_customer, core.dim_card, core.dim_merchant, core.dim_mcc: one row per natural key in the fact
-- reads:    core.fact_transactions, core.mcc_reference
-- writes:   core.dim_customer, core.dim_card, core.dim_merchant, core.dim_mcc
-- strategy: replaced whole: a dimension is a function of the fact, whatever was loaded in which order. Attributes are those
--           of the latest transaction.

delete from core.dim_customer;

insert into core.dim_customer (customer_id, first_txn_date, last_txn_date)
select
  customer_id,
  min(txn_date) as first_txn_date,
  max(txn_date) as last_txn_date
from core.fact_transactions
group by customer_id;

delete from core.dim_card;

insert into core.dim_card (card_id, customer_id, first_txn_date, last_txn_date)
with ranked as (
  select
    card_id,
    customer_id,
    min(txn_date) over (partition by card_id) as first_txn_date,
    max(txn_date) over (partition by card_id) as last_txn_date,
    row_number() over (partition by card_id order by txn_ts desc, transaction_id desc, txn_date desc) as recency
  from core.fact_transactions
)

select
  card_id,
  customer_id,
  first_txn_date,
  last_txn_date
from ranked
where recency = 1;

delete from core.dim_merchant;

insert into core.dim_merchant (merchant_id, merchant_name, mcc, first_txn_date, last_txn_date)
with ranked as (
  select
    merchant_id,
    merchant_name,
    mcc,
    min(txn_date) over (partition by merchant_id) as first_txn_date,
    max(txn_date) over (partition by merchant_id) as last_txn_date,
    row_number() over (partition by merchant_id order by txn_ts desc, transaction_id desc, txn_date desc) as recency
  from core.fact_transactions
)

select
  merchant_id,
  merchant_name,
  mcc,
  first_txn_date,
  last_txn_date
from ranked
where recency = 1;

delete from core.dim_mcc;

insert into core.dim_mcc (mcc, description)
with codes as (
  select mcc
  from core.fact_transactions
  group by mcc
)

select
  codes.mcc,
  coalesce(mcc_reference.description, 'Not in the reference') as description
from codes
left join core.mcc_reference
  on codes.mcc = mcc_reference.mcc;
