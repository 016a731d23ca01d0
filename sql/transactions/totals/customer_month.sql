-- what:     core.customer_month, one row per customer, currency and month with approved rows: successes and net money
-- reads:    temporary fact_changes
-- writes:   core.customer_month, temporary customer_month_change
-- strategy: touched keys; counts and sums move by what came and what left. A month whose rows all left stays with noughts.

create temp table customer_month_change as
with changes as (
  select
    customer_id,
    currency,
    cast(date_trunc('month', txn_date) as date) as month,
    case when not is_refund and amount > 0 then movement else 0 end as orders,
    case when is_refund then -movement * amount else movement * amount end as net_amount
  from fact_changes
  where status = 'approved'
)

select
  customer_id,
  currency,
  month,
  sum(orders) as orders,
  sum(net_amount) as net_amount
from changes
group by customer_id, currency, month
having sum(orders) <> 0 or sum(net_amount) <> 0;

merge into core.customer_month
using customer_month_change as change
on
  customer_month.customer_id = change.customer_id
  and customer_month.currency = change.currency
  and customer_month.month = change.month
when matched then update set
  orders = customer_month.orders + change.orders,
  net_amount = customer_month.net_amount + change.net_amount
when not matched then insert (customer_id, currency, month, orders, net_amount)
values (change.customer_id, change.currency, change.month, change.orders, change.net_amount);
