-- what:     fails if this run's load has been committed before: the run then ends as success
-- reads:    ops.load_ledger
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name

select cast(case when count(*) = 0 then '0' else 'check failed: already_loaded' end as integer) as already_loaded
from ops.load_ledger
where run_id = :run_id;
