-- what:     ops.touched_dates, the business dates that this load changes
-- reads:    temporary control_totals
-- writes:   ops.touched_dates
-- strategy: insert; commits with the data, so that marts over several datasets know what they have to rebuild

insert into ops.touched_dates (run_id, dataset, event_date)
select distinct
  :run_id as run_id,
  :dataset as dataset,
  event_date
from control_totals;
