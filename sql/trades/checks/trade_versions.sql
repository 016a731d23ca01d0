-- what:     every staged trade, which is the highest valid version of its id, stands in the fact with that version, and once
-- reads:    core.fact_trades, temporary staged_trades
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with standing as (
  select
    staged_trades.trade_id,
    count(fact_trades.trade_id) as times,
    max(case when fact_trades.version = staged_trades.version then 1 else 0 end) as is_same
  from staged_trades
  left join core.fact_trades
    on staged_trades.trade_id = fact_trades.trade_id
  group by staged_trades.trade_id
),

wrong as (
  select count(*) as found
  from standing
  where times <> 1 or is_same = 0
)

select
  cast(
    case when found = 0 then '0' else 'check failed: trade_versions ' || found::varchar end as integer
  ) as trade_versions
from wrong;
