-- what:     sums of closed dates that a run changed, as finance reads them
-- reads:    ops.restatement
-- writes:   nothing
-- strategy: the run's own rows

select
  event_date,
  mart,
  measure,
  unit,
  before_value,
  after_value
from ops.restatement
where run_id = :run_id
order by event_date, mart, measure, unit;
