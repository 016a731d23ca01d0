-- what:     every customer, card, merchant and category of the touched dates counts in what its dimension is made of
-- reads:    core.fact_transactions, core.customer_total, core.card_total, core.merchant_total, core.mcc_total, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with touched as (
  select distinct
    customer_id,
    currency,
    card_id,
    merchant_id,
    mcc
  from core.fact_transactions
  where txn_date in (select event_date from control_totals)
),

missing as (
  select count(*) as found
  from touched
  left join core.customer_total
    on touched.customer_id = customer_total.customer_id and touched.currency = customer_total.currency
  left join core.card_total
    on touched.card_id = card_total.card_id
  left join core.merchant_total
    on touched.merchant_id = merchant_total.merchant_id
  left join core.mcc_total
    on touched.mcc = mcc_total.mcc
  where
    coalesce(customer_total.row_count, 0) < 1
    or coalesce(card_total.row_count, 0) < 1
    or coalesce(merchant_total.row_count, 0) < 1
    or coalesce(mcc_total.row_count, 0) < 1
)

select
  cast(
    case when found = 0 then '0' else 'check failed: dimension_references ' || found::varchar end as integer
  ) as dimension_references
from missing;
