import type { MartGroup } from '../../datasets/mart-group.ts';
import { countTables } from './count-tables.ts';

/** SQL that answers in one row as of when a group's marts are, how many loads they have seen, and how many rows each has. */
export function countGroupSql({ name, from, marts }: MartGroup): string {
  const datasets = from.map((dataset) => `'${dataset}'`).join(', ');
  const { ctes, columns, joins } = countTables(marts.map((mart) => ({ name: mart.name, table: `mart.${mart.name}` })));
  return `-- what:     as of when the marts of ${name} are, how many loads they have seen and how many rows each has, in one row
-- reads:    ${marts.map((mart) => `mart.${mart.name}`).join(', ')}, ops.load_ledger, ops.mart_ledger
-- writes:   nothing
-- strategy: a count each; as of the smallest of the datasets' greatest dates

with reached as (
  select
    dataset,
    max(to_date) as to_date
  from ops.load_ledger
  where dataset in (${datasets})
  group by dataset
),

as_of as (
  select case when count(*) = ${from.length} then min(to_date) end as as_of_date
  from reached
),

seen as (
  select count(*) as load_count
  from ops.mart_ledger
  where mart_group = '${name}'
),

${ctes}

select
  as_of.as_of_date,
  seen.load_count,
${columns}
from as_of
cross join seen
${joins};
`;
}
