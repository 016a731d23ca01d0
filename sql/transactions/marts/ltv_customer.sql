-- what:     mart.ltv_customer, one row per customer and currency with a success (approved, no refund, amount > 0), as of the greatest date
--           that a load reached. historic_value = successes - approved refunds; average_order_value = historic_value / orders, two
--           decimals; active_months = months from the first success to the as-of date, both counted; monthly_frequency = orders /
--           active_months, four decimals; churned = last success more than 90 days before the as-of date; predicted_value =
--           average_order_value x monthly_frequency x 12 x 0.20 of the rounded columns, two decimals, 0 when churned or negative.
--           Rounding is half away from zero.
-- reads:    core.customer_total, ops.load_ledger (the as-of date)
-- writes:   the view mart.ltv_customer
-- strategy: view: its rows change with every as-of date, and are simple sums. Values up to 10^20 are divided, so that quotients have
--           digits enough to be rounded once.

create or replace view mart.ltv_customer as
with as_of as (
  select max(to_date) as as_of_date
  from ops.load_ledger
  where dataset = 'transactions'
),

valued as (
  select
    as_of.as_of_date,
    customer_total.customer_id,
    customer_total.currency,
    customer_total.first_success,
    customer_total.last_success,
    customer_total.orders,
    customer_total.order_amount - customer_total.refund_amount as historic_value,
    datediff(month, customer_total.first_success, as_of.as_of_date) + 1 as active_months,
    datediff(day, customer_total.last_success, as_of.as_of_date) > 90 as is_churned
  from core.customer_total
  cross join as_of
  where customer_total.orders > 0
),

averaged as (
  select
    as_of_date,
    customer_id,
    currency,
    first_success,
    last_success,
    orders,
    historic_value,
    cast(
      round(cast(historic_value as decimal(22, 2)) / cast(orders as decimal(10, 0)), 2)
    as decimal(22, 2)) as average_order_value,
    active_months,
    cast(
      round(cast(orders as decimal(10, 0)) / cast(active_months as decimal(10, 0)), 4)
    as decimal(10, 4)) as monthly_frequency,
    is_churned
  from valued
)

select
  as_of_date,
  customer_id,
  currency,
  first_success,
  last_success,
  orders,
  historic_value,
  average_order_value,
  active_months,
  monthly_frequency,
  is_churned,
  case
    when is_churned or average_order_value < 0 then cast(0 as decimal(38, 2))
    else cast(round(average_order_value * monthly_frequency * 2.40, 2) as decimal(38, 2))
  end as predicted_value
from averaged;

grant select on table mart.ltv_customer to role paylake_reader;

grant select on table mart.ltv_customer to role paylake_analyst;

grant select on table mart.ltv_customer to role paylake_exporter;
