-- what:     values of the touched dates are those that the contract allows: version >= 1, amount >= 0, status in its
--           set, channel in its set, source_line >= 1
-- reads:    core.fact_transactions, temporary control_totals
-- writes:   nothing
-- strategy: check, casts that fail with the rule's name and the count; a column that may not be null is declared so

with broken as (
  select
    coalesce(sum(case when version < 1 then 1 else 0 end), 0) as version_range,
    coalesce(sum(case when amount < 0 then 1 else 0 end), 0) as amount_range,
    coalesce(sum(case when status not in ('approved', 'declined') then 1 else 0 end), 0) as status_set,
    coalesce(sum(case when channel not in ('online', 'pos', 'mobile', 'unknown') then 1 else 0 end), 0) as channel_set,
    coalesce(sum(case when source_line < 1 then 1 else 0 end), 0) as source_line_range
  from core.fact_transactions
  where txn_date in (select event_date from control_totals)
)

select
  cast(
    case when version_range = 0 then '0' else 'check failed: version_range ' || version_range::varchar end as integer
  ) as version_range,
  cast(
    case when amount_range = 0 then '0' else 'check failed: amount_range ' || amount_range::varchar end as integer
  ) as amount_range,
  cast(
    case when status_set = 0 then '0' else 'check failed: status_set ' || status_set::varchar end as integer
  ) as status_set,
  cast(
    case when channel_set = 0 then '0' else 'check failed: channel_set ' || channel_set::varchar end as integer
  ) as channel_set,
  cast(
    case when source_line_range = 0 then '0' else 'check failed: source_line_range ' || source_line_range::varchar end as integer
  ) as source_line_range
from broken;
