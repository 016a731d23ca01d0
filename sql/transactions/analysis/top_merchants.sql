-- what:     the n merchants with the largest net sales of each currency
-- reads:    core.fact_transactions
-- writes:   nothing
-- strategy: sums of approved rows, numbered within the currency; equal sums by the merchant's id

with sold as (
  select
    currency,
    merchant_id,
    sum(case when is_refund then -amount else amount end) as net_amount
  from core.fact_transactions
  where status = 'approved'
  group by currency, merchant_id
),

numbered as (
  select
    currency,
    merchant_id,
    net_amount,
    row_number() over (partition by currency order by net_amount desc, merchant_id) as place
  from sold
)

select
  currency,
  place,
  merchant_id,
  net_amount
from numbered
where place <= :n::integer
order by currency, place;
