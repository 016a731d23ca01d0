import type { Dataset } from '../../datasets/dataset.ts';
import { closedCte, sumsSql } from './sums-sql.ts';

/** SQL that keeps what the sums of closed dates were before a load changes the marts. */
export function sumsBeforeSql(dataset: Dataset): string | undefined {
  const sums = sumsSql(dataset);
  if (sums === undefined) return undefined;
  const { marts } = dataset;
  return `-- what:     sums of closed dates as readers have seen them, by mart, measure and unit
-- reads:    ops.touched_dates, ${summedMarts(marts)}
-- writes:   temporary sums_before
-- strategy: before the marts change; of the closed dates among the touched ones alone

create temp table sums_before as
with ${closedCte},

sums as (
${sums}
)

select
  event_date,
  mart,
  measure,
  unit,
  amount
from sums;
`;
}

/** The marts that have sums by date. */
export function summedMarts(marts: Dataset['marts']): string {
  return marts
    .filter(({ sums }) => sums)
    .map(({ name }) => `mart.${name}`)
    .join(', ');
}
