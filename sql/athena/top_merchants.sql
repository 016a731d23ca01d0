-- what:     the ten merchants with the largest net sales of each currency, of the business dates from ? to ?
-- reads:    transactions
-- writes:   nothing
-- strategy: sums of approved rows of the partitions of these dates, numbered within the currency; equal sums by the
--           merchant's id; dates as text: '2025-09-01'

with sold as (
  select
    currency,
    merchant_id,
    sum(case when is_refund then -amount else amount end) as net_amount
  from transactions
  where p_txn_date between ? and ?
    and status = 'approved'
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
where place <= 10
order by currency, place;
