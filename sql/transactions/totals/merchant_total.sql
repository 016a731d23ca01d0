-- what:     core.merchant_total, one row per merchant: its first and last day, and what its latest row says of it
-- reads:    temporary fact_changes, core.merchant_total, core.fact_transactions (of few merchants)
-- writes:   core.merchant_total, temporary next_merchant_total
-- strategy: touched keys. The latest row is that of the greatest (txn_ts, transaction_id, txn_date). Where a first or last day or
--           the latest row left and nothing came in its place, it is looked up in the fact, for these merchants alone, between
--           their first and last day. A merchant whose rows all left stays with a row_count of 0.

create temp table next_merchant_total as
with changed as (
  select
    merchant_id,
    sum(movement) as row_count,
    min(case when movement = 1 then txn_date end) as first_came,
    max(case when movement = 1 then txn_date end) as last_came,
    min(case when movement = -1 then txn_date end) as first_left,
    max(case when movement = -1 then txn_date end) as last_left
  from fact_changes
  group by merchant_id
),

came as (
  select
    merchant_id,
    merchant_name,
    mcc,
    txn_ts,
    transaction_id,
    txn_date,
    row_number() over (partition by merchant_id order by txn_ts desc, transaction_id desc, txn_date desc) as recency
  from fact_changes
  where movement = 1
),

compared as (
  select
    changed.merchant_id,
    coalesce(stored.row_count, 0) + changed.row_count as row_count,
    least(stored.first_txn_date, changed.first_came) as first_txn_date,
    greatest(stored.last_txn_date, changed.last_came) as last_txn_date,
    case
      when came.txn_ts is null then 0
      when stored.latest_txn_ts is null or came.txn_ts > stored.latest_txn_ts then 1
      when came.txn_ts < stored.latest_txn_ts then 0
      when came.transaction_id > stored.latest_transaction_id then 1
      when came.transaction_id < stored.latest_transaction_id then 0
      when came.txn_date >= stored.latest_txn_date then 1
      else 0
    end as is_newer,
    case
      when
        changed.first_left = stored.first_txn_date
        and coalesce(changed.first_came > stored.first_txn_date, true) then 1
      when
        changed.last_left = stored.last_txn_date
        and coalesce(changed.last_came < stored.last_txn_date, true) then 1
      else 0
    end as has_lost_a_day,
    case when lost.transaction_id is null then 0 else 1 end as has_lost_latest,
    stored.merchant_name as stored_merchant_name,
    stored.mcc as stored_mcc,
    stored.latest_txn_ts,
    stored.latest_transaction_id,
    stored.latest_txn_date,
    came.merchant_name as came_merchant_name,
    came.mcc as came_mcc,
    came.txn_ts as came_txn_ts,
    came.transaction_id as came_transaction_id,
    came.txn_date as came_txn_date
  from changed
  left join core.merchant_total as stored
    on changed.merchant_id = stored.merchant_id
  left join came
    on changed.merchant_id = came.merchant_id and came.recency = 1
  left join fact_changes as lost
    on
      stored.merchant_id = lost.merchant_id
      and stored.latest_transaction_id = lost.transaction_id
      and stored.latest_txn_date = lost.txn_date
      and lost.movement = -1
),

moved as (
  select
    merchant_id,
    row_count,
    first_txn_date,
    last_txn_date,
    case when has_lost_a_day = 1 or (has_lost_latest = 1 and is_newer = 0) then 1 else 0 end as is_open,
    case when is_newer = 1 then came_merchant_name else stored_merchant_name end as merchant_name,
    case when is_newer = 1 then came_mcc else stored_mcc end as mcc,
    case when is_newer = 1 then came_txn_ts else latest_txn_ts end as latest_txn_ts,
    case when is_newer = 1 then came_transaction_id else latest_transaction_id end as latest_transaction_id,
    case when is_newer = 1 then came_txn_date else latest_txn_date end as latest_txn_date
  from compared
),

looked_up as (
  select
    fact.merchant_id,
    min(fact.txn_date) over (partition by fact.merchant_id) as first_txn_date,
    max(fact.txn_date) over (partition by fact.merchant_id) as last_txn_date,
    fact.merchant_name,
    fact.mcc,
    fact.txn_ts,
    fact.transaction_id,
    fact.txn_date,
    row_number() over (
      partition by fact.merchant_id order by fact.txn_ts desc, fact.transaction_id desc, fact.txn_date desc
    ) as recency
  from core.fact_transactions as fact
  inner join moved
    on fact.merchant_id = moved.merchant_id
  where
    moved.is_open = 1
    and fact.txn_date >= (select min(first_txn_date) from moved where is_open = 1)
    and fact.txn_date <= (select max(last_txn_date) from moved where is_open = 1)
)

select
  moved.merchant_id,
  moved.row_count,
  case when moved.is_open = 1 then looked_up.first_txn_date else moved.first_txn_date end as first_txn_date,
  case when moved.is_open = 1 then looked_up.last_txn_date else moved.last_txn_date end as last_txn_date,
  case when moved.is_open = 1 then looked_up.merchant_name else moved.merchant_name end as merchant_name,
  case when moved.is_open = 1 then looked_up.mcc else moved.mcc end as mcc,
  case when moved.is_open = 1 then looked_up.txn_ts else moved.latest_txn_ts end as latest_txn_ts,
  case when moved.is_open = 1 then looked_up.transaction_id else moved.latest_transaction_id end as latest_transaction_id,
  case when moved.is_open = 1 then looked_up.txn_date else moved.latest_txn_date end as latest_txn_date
from moved
left join looked_up
  on moved.merchant_id = looked_up.merchant_id and looked_up.recency = 1;

merge into core.merchant_total
using next_merchant_total as next_total
on merchant_total.merchant_id = next_total.merchant_id
when matched then update set
  row_count = next_total.row_count,
  first_txn_date = next_total.first_txn_date,
  last_txn_date = next_total.last_txn_date,
  merchant_name = next_total.merchant_name,
  mcc = next_total.mcc,
  latest_txn_ts = next_total.latest_txn_ts,
  latest_transaction_id = next_total.latest_transaction_id,
  latest_txn_date = next_total.latest_txn_date
when not matched then insert (
  merchant_id, row_count, first_txn_date, last_txn_date, merchant_name, mcc, latest_txn_ts, latest_transaction_id,
  latest_txn_date
)
values (
  next_total.merchant_id, next_total.row_count, next_total.first_txn_date, next_total.last_txn_date,
  next_total.merchant_name, next_total.mcc, next_total.latest_txn_ts, next_total.latest_transaction_id,
  next_total.latest_txn_date
);
