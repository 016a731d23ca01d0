-- what:     staged rows and measures equal the control totals by date and unit, and are of no other date
-- reads:    temporary staged_trades, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

with staged as (
  select
    trade_date as event_date,
    'rows' as measure,
    '' as unit,
    count(*) as row_count,
    cast(count(*) as decimal(38, 8)) as amount
  from staged_trades
  group by trade_date

  union all

  select
    trade_date as event_date,
    'trade_amount' as measure,
    quote_currency as unit,
    count(*) as row_count,
    cast(sum(trade_amount) as decimal(38, 8)) as amount
  from staged_trades
  group by trade_date, quote_currency

  union all

  select
    trade_date as event_date,
    'quantity' as measure,
    symbol as unit,
    count(*) as row_count,
    cast(sum(quantity) as decimal(38, 8)) as amount
  from staged_trades
  group by trade_date, symbol
),

expected as (
  select
    event_date,
    measure,
    unit,
    row_count,
    amount
  from control_totals
  where row_count > 0
),

different as (
  select count(*) as found
  from staged
  full outer join expected
    on
      staged.event_date = expected.event_date
      and staged.measure = expected.measure
      and staged.unit = expected.unit
  where
    staged.event_date is null
    or expected.event_date is null
    or staged.row_count <> expected.row_count
    or staged.amount <> expected.amount
)

select cast(case when found = 0 then '0' else 'check failed: staged_totals ' || found::varchar end as integer) as staged_totals
from different;
