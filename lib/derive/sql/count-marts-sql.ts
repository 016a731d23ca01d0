import type { Dataset } from '../../datasets/dataset.ts';

/** SQL that answers in one row how many rows the fact and each mart have, and as of when they are. */
export function countMartsSql({ contract, fact, marts }: Dataset): string {
  const tables = [{ name: 'fact', table: fact }, ...marts.map(({ name }) => ({ name, table: `mart.${name}` }))];
  const counts = tables.map(
    ({ name, table }) => `${name}_count as (
  select count(*) as row_count
  from ${table}
)`,
  );
  return `-- what:     how many rows the fact and each mart have, and as of when they are, in one row
-- reads:    ${tables.map(({ table }) => table).join(', ')}, ops.load_ledger
-- writes:   nothing
-- strategy: a count each; as of the greatest date that a load of the dataset reached

with as_of as (
  select max(to_date) as as_of_date
  from ops.load_ledger
  where dataset = '${contract.name}'
),

${counts.join(',\n\n')}

select
  as_of.as_of_date,
${tables.map(({ name }) => `  ${name}_count.row_count as ${name}_rows`).join(',\n')}
from as_of
${tables.map(({ name }) => `cross join ${name}_count`).join('\n')};
`;
}
