import { moneyOf } from '../../contracts/money-of.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { signedSql, unitSql } from '../measure-columns.ts';
import { summedMarts } from './sums-before-sql.ts';
import { closedCte, sumsSql } from './sums-sql.ts';

const plain = (column: string): string => column;

/** SQL that writes down which sums of closed dates a load changed, and because of which rows. */
export function restatementSql(dataset: Dataset): string | undefined {
  const sums = sumsSql(dataset);
  if (sums === undefined) return undefined;
  const { contract, marts } = dataset;
  const measure = moneyOf(contract) ?? contract.measures[0];
  const [amount, unit] = measure ? [signedSql(measure, plain), unitSql(measure, plain)] : ['null', 'null'];
  return `-- what:     ops.restatement, one row per run, closed date, mart, measure and unit whose sum the run changed, 0 where nothing stood;
--           ops.restated_rows, one row per row of such a date that left or came
-- reads:    temporary sums_before, temporary fact_changes, ops.touched_dates, ${summedMarts(marts)}
-- writes:   ops.restatement, ops.restated_rows
-- strategy: insert, after the marts have changed; commits with them

insert into ops.restatement (run_id, dataset, event_date, mart, measure, unit, before_value, after_value)
with ${closedCte},

sums_after as (
${sums}
)

select
  :run_id as run_id,
  :dataset as dataset,
  coalesce(sums_before.event_date, sums_after.event_date) as event_date,
  coalesce(sums_before.mart, sums_after.mart) as mart,
  coalesce(sums_before.measure, sums_after.measure) as measure,
  coalesce(sums_before.unit, sums_after.unit) as unit,
  coalesce(sums_before.amount, 0.00000000) as before_value,
  coalesce(sums_after.amount, 0.00000000) as after_value
from sums_before
full outer join sums_after
  on
    sums_before.event_date = sums_after.event_date
    and sums_before.mart = sums_after.mart
    and sums_before.measure = sums_after.measure
    and sums_before.unit = sums_after.unit
where coalesce(sums_before.amount, 0.00000000) <> coalesce(sums_after.amount, 0.00000000);

insert into ops.restated_rows (
  run_id, dataset, event_date, change, record_id, version, amount, unit, ingest_date, source_file, source_line
)
select
  :run_id as run_id,
  :dataset as dataset,
  ${contract.eventDate} as event_date,
  case when movement = 1 then 'comes' else 'leaves' end as change,
  ${contract.id} as record_id,
  ${contract.versionOrder ?? '1'} as version,
  ${amount} as amount,
  ${unit} as unit,
  ingest_date,
  source_file,
  source_line
from fact_changes
where ${contract.eventDate} in (select event_date from ops.touched_dates where run_id = :run_id and is_closed);
`;
}
