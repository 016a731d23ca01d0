-- what:     core.customer_total, one row per customer and currency: what all of its rows come to
-- reads:    temporary fact_changes, core.customer_total, core.fact_transactions (of few customers)
-- writes:   core.customer_total, temporary next_customer_total
-- strategy: touched keys. Counts and sums move by what came and what left. A first or last day that left and did not come again is
--           looked up in the fact, for these customers alone, between their first and last day. A customer whose rows all left
--           stays with a row_count of 0.

create temp table next_customer_total as
with changes as (
  select
    customer_id,
    currency,
    movement,
    txn_date,
    case when status = 'approved' and not is_refund and amount > 0 then txn_date end as success_date,
    case when status = 'approved' and not is_refund then movement * amount else 0.00 end as order_amount,
    case when status = 'approved' and is_refund then movement * amount else 0.00 end as refund_amount
  from fact_changes
),

changed as (
  select
    customer_id,
    currency,
    sum(movement) as row_count,
    sum(case when success_date is null then 0 else movement end) as orders,
    sum(order_amount) as order_amount,
    sum(refund_amount) as refund_amount,
    min(case when movement = 1 then txn_date end) as first_came,
    max(case when movement = 1 then txn_date end) as last_came,
    min(case when movement = -1 then txn_date end) as first_left,
    max(case when movement = -1 then txn_date end) as last_left,
    min(case when movement = 1 then success_date end) as first_success_came,
    max(case when movement = 1 then success_date end) as last_success_came,
    min(case when movement = -1 then success_date end) as first_success_left,
    max(case when movement = -1 then success_date end) as last_success_left
  from changes
  group by customer_id, currency
),

moved as (
  select
    changed.customer_id,
    changed.currency,
    coalesce(stored.row_count, 0) + changed.row_count as row_count,
    coalesce(stored.orders, 0) + changed.orders as orders,
    coalesce(stored.order_amount, 0.00) + changed.order_amount as order_amount,
    coalesce(stored.refund_amount, 0.00) + changed.refund_amount as refund_amount,
    least(stored.first_txn_date, changed.first_came) as first_txn_date,
    greatest(stored.last_txn_date, changed.last_came) as last_txn_date,
    least(stored.first_success, changed.first_success_came) as first_success,
    greatest(stored.last_success, changed.last_success_came) as last_success,
    case
      when
        changed.first_left = stored.first_txn_date
        and coalesce(changed.first_came > stored.first_txn_date, true) then 1
      when
        changed.last_left = stored.last_txn_date
        and coalesce(changed.last_came < stored.last_txn_date, true) then 1
      when
        changed.first_success_left = stored.first_success
        and coalesce(changed.first_success_came > stored.first_success, true) then 1
      when
        changed.last_success_left = stored.last_success
        and coalesce(changed.last_success_came < stored.last_success, true) then 1
      else 0
    end as is_open
  from changed
  left join core.customer_total as stored
    on changed.customer_id = stored.customer_id and changed.currency = stored.currency
),

looked_up as (
  select
    fact.customer_id,
    fact.currency,
    min(fact.txn_date) as first_txn_date,
    max(fact.txn_date) as last_txn_date,
    min(case when fact.status = 'approved' and not fact.is_refund and fact.amount > 0 then fact.txn_date end) as first_success,
    max(case when fact.status = 'approved' and not fact.is_refund and fact.amount > 0 then fact.txn_date end) as last_success
  from core.fact_transactions as fact
  inner join moved
    on fact.customer_id = moved.customer_id and fact.currency = moved.currency
  where
    moved.is_open = 1
    and fact.txn_date >= (select min(first_txn_date) from moved where is_open = 1)
    and fact.txn_date <= (select max(last_txn_date) from moved where is_open = 1)
  group by fact.customer_id, fact.currency
)

select
  moved.customer_id,
  moved.currency,
  moved.row_count,
  moved.orders,
  moved.order_amount,
  moved.refund_amount,
  case when moved.is_open = 1 then looked_up.first_txn_date else moved.first_txn_date end as first_txn_date,
  case when moved.is_open = 1 then looked_up.last_txn_date else moved.last_txn_date end as last_txn_date,
  case when moved.is_open = 1 then looked_up.first_success else moved.first_success end as first_success,
  case when moved.is_open = 1 then looked_up.last_success else moved.last_success end as last_success
from moved
left join looked_up
  on moved.customer_id = looked_up.customer_id and moved.currency = looked_up.currency;

merge into core.customer_total
using next_customer_total as next_total
on
  customer_total.customer_id = next_total.customer_id
  and customer_total.currency = next_total.currency
when matched then update set
  row_count = next_total.row_count,
  first_txn_date = next_total.first_txn_date,
  last_txn_date = next_total.last_txn_date,
  first_success = next_total.first_success,
  last_success = next_total.last_success,
  orders = next_total.orders,
  order_amount = next_total.order_amount,
  refund_amount = next_total.refund_amount
when not matched then insert (
  customer_id, currency, row_count, first_txn_date, last_txn_date, first_success, last_success,
  orders, order_amount, refund_amount
)
values (
  next_total.customer_id, next_total.currency, next_total.row_count, next_total.first_txn_date,
  next_total.last_txn_date, next_total.first_success, next_total.last_success, next_total.orders,
  next_total.order_amount, next_total.refund_amount
);
