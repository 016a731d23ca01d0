import type { MartGroup } from '../../datasets/mart-group.ts';

/** SQL that takes the loads a group of marts has not seen, the dates they touched, and as of when its datasets are. */
export function takeLoadsSql({ name, from }: MartGroup): string {
  const datasets = from.map((dataset) => `'${dataset}'`).join(', ');
  return `-- what:     the loads that the marts of ${name} have not seen, their touched dates, and as of when they are
-- reads:    ops.load_ledger, ops.touched_dates, ops.mart_ledger
-- writes:   temporary group_loads, touched_dates, group_as_of
-- strategy: by ledger: loads of whichever run, so that what one left undone the next does. As of the smallest of the datasets'
--           greatest dates, null until each has been loaded

create temp table group_loads as
select load_ledger.run_id
from ops.load_ledger
left join ops.mart_ledger
  on load_ledger.run_id = mart_ledger.run_id and mart_ledger.mart_group = '${name}'
where load_ledger.dataset in (${datasets}) and mart_ledger.run_id is null;

create temp table touched_dates as
select distinct
  touched.dataset,
  touched.event_date
from ops.touched_dates as touched
inner join group_loads
  on touched.run_id = group_loads.run_id;

create temp table group_as_of as
with reached as (
  select
    dataset,
    max(to_date) as to_date
  from ops.load_ledger
  where dataset in (${datasets})
  group by dataset
)

select case when count(*) = ${from.length} then min(to_date) end as as_of_date
from reached;
`;
}
