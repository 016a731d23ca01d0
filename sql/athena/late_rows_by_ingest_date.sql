-- what:     rows that came after their business date, by ingest date, of the business dates from ? to ?
-- reads:    transactions
-- writes:   nothing
-- strategy: counts of the rows that stand in Silver, of the partitions of these dates; dates as text: '2025-09-01'

select
  ingest_date,
  count(*) as row_count,
  sum(case when txn_date < ingest_date then 1 else 0 end) as late_count,
  min(case when txn_date < ingest_date then txn_date end) as oldest_late_date
from transactions
where p_txn_date between ? and ?
group by ingest_date
order by ingest_date;
