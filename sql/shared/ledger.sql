-- what:     ops.load_ledger, one row per committed load
-- reads:    temporary control_totals
-- writes:   ops.load_ledger
-- strategy: insert; commits with the data, so that it says exactly what is loaded

insert into ops.load_ledger (run_id, dataset, from_date, to_date, manifest_sha256, row_count, committed_at)
select
  :run_id as run_id,
  :dataset as dataset,
  :from_date::date as from_date,
  :to_date::date as to_date,
  :manifest_sha256 as manifest_sha256,
  coalesce(sum(row_count), 0) as row_count,
  getdate() as committed_at
from control_totals
where measure = 'rows';
