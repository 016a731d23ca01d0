-- what:     attempts, approvals and approval rate in percent by category and currency, of the business dates from ? to ?
-- reads:    transactions
-- writes:   nothing
-- strategy: purchases only, of the partitions of these dates; dates as text: '2025-09-01'

select
  mcc,
  currency,
  count(*) as attempt_count,
  sum(case when status = 'approved' then 1 else 0 end) as approved_count,
  cast(
    round(cast(100 * sum(case when status = 'approved' then 1 else 0 end) as decimal(24, 10)) / count(*), 2)
    as decimal(5, 2)
  ) as approval_rate
from transactions
where p_txn_date between ? and ?
  and not is_refund
group by mcc, currency
order by mcc, currency;
