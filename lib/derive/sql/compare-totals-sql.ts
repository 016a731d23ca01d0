import type { Contract } from '../../contracts/contract.ts';
import { signedSql, unitSql } from '../measure-columns.ts';

/**
 * The query that compares a table with the control totals, date by date, measure by measure and unit by unit, and fails with the
 * number of totals that differ.
 *
 * @param options.name of the totals and of the check, e.g. `staged` and `staged_totals`.
 */
export function compareTotalsSql(
  contract: Contract,
  options: { name: string; check: string; table: string; where?: string },
): string {
  const { name, check, table, where } = options;
  const from = `from ${table}${where === undefined ? '' : `\n  where ${where}`}`;
  const { eventDate, measures } = contract;
  const rows = `  select
    ${eventDate} as event_date,
    'rows' as measure,
    '' as unit,
    count(*) as row_count,
    cast(count(*) as decimal(38, 8)) as amount
  ${from}
  group by ${eventDate}`;
  const sums = measures.map((measure) => {
    const { unit } = measure;
    return `  select
    ${eventDate} as event_date,
    '${measure.name}' as measure,
    ${unitSql(measure, plain)} as unit,
    count(*) as row_count,
    cast(sum(${signedSql(measure, plain)}) as decimal(38, 8)) as amount
  ${from}
  group by ${['column' in unit ? [eventDate, unit.column] : eventDate].flat().join(', ')}`;
  });
  return `with ${name} as (
${[rows, ...sums].join('\n\n  union all\n\n')}
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
  from ${name}
  full outer join expected
    on
      ${name}.event_date = expected.event_date
      and ${name}.measure = expected.measure
      and ${name}.unit = expected.unit
  where
    ${name}.event_date is null
    or expected.event_date is null
    or ${name}.row_count <> expected.row_count
    or ${name}.amount <> expected.amount
)

select cast(case when found = 0 then '0' else 'check failed: ${check} ' || found::varchar end as integer) as ${check}
from different;
`;
}

/** Names as a person writes them. */
const plain = (column: string): string => column;
