-- what:     mart.rfm_customer, one row per customer and currency with a success (approved, no refund, amount > 0)
-- reads:    core.customer_total, ops.load_ledger (the as-of date)
-- writes:   mart.rfm_customer
-- strategy: replaced whole, from what customers come to: the as-of date is in every row, and quintiles are relative to all customers.
--           Ties are broken by customer_id.

delete from mart.rfm_customer;

insert into mart.rfm_customer (
  as_of_date, customer_id, currency, recency_days, frequency, monetary, r_score, f_score, m_score, segment
)
with as_of as (
  select max(to_date) as as_of_date
  from ops.load_ledger
  where dataset = 'transactions'
),

measured as (
  select
    as_of.as_of_date,
    customer_total.customer_id,
    customer_total.currency,
    datediff(day, customer_total.last_success, as_of.as_of_date) as recency_days,
    customer_total.orders as frequency,
    customer_total.order_amount - customer_total.refund_amount as monetary
  from core.customer_total
  cross join as_of
  where customer_total.orders > 0
),

scored as (
  select
    as_of_date,
    customer_id,
    currency,
    recency_days,
    frequency,
    monetary,
    6 - ntile(5) over (partition by currency order by recency_days, customer_id) as r_score,
    ntile(5) over (partition by currency order by frequency, customer_id) as f_score,
    ntile(5) over (partition by currency order by monetary, customer_id) as m_score
  from measured
)

select
  as_of_date,
  customer_id,
  currency,
  recency_days,
  frequency,
  monetary,
  r_score,
  f_score,
  m_score,
  case
    when r_score >= 4 and f_score >= 4 and m_score >= 4 then 'champions'
    when r_score >= 3 and f_score >= 4 then 'loyal'
    when r_score >= 4 and f_score >= 2 then 'potential_loyalists'
    when r_score >= 4 then 'new'
    when r_score = 3 and f_score >= 2 then 'need_attention'
    when r_score = 3 then 'about_to_sleep'
    when f_score >= 4 and m_score >= 4 then 'cannot_lose'
    when f_score >= 3 then 'at_risk'
    when r_score = 2 then 'hibernating'
    else 'lost'
  end as segment
from scored;
