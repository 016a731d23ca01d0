-- what:     ops.touched_dates, the business dates that this load changes, and whether they were closed before
-- reads:    temporary control_totals
-- writes:   ops.touched_dates
-- strategy: insert; commits with the data. Marts over several datasets know by it what to rebuild, finance what was restated.
--           closed_days has a digit for each day from closed_from on, 1 for a closed one.

insert into ops.touched_dates (run_id, dataset, event_date, is_closed)
select distinct
  :run_id as run_id,
  :dataset as dataset,
  event_date,
  substring(:closed_days, datediff(day, :closed_from::date, event_date) + 1, 1) = '1' as is_closed
from control_totals;
