-- what:     ops.mart_ledger, the loads that a group of marts has seen
-- reads:    temporary group_loads
-- writes:   ops.mart_ledger
-- strategy: insert; commits with the marts, so that whoever comes second has nothing left to do

insert into ops.mart_ledger (mart_group, run_id)
select
  :mart_group as mart_group,
  run_id
from group_loads;
