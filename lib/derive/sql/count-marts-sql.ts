import type { Dataset } from '../../datasets/dataset.ts';
import { countTables } from './count-tables.ts';

/** SQL that answers in one row how many rows the fact and each mart have, and as of when they are. */
export function countMartsSql({ contract, fact, marts }: Dataset): string {
  const tables = [{ name: 'fact', table: fact }, ...marts.map(({ name }) => ({ name, table: `mart.${name}` }))];
  const { ctes, columns, joins } = countTables(tables);
  return `-- what:     how many rows the fact and each mart have, and as of when they are, in one row
-- reads:    ${tables.map(({ table }) => table).join(', ')}, ops.load_ledger
-- writes:   nothing
-- strategy: a count each; as of the greatest date that a load of the dataset reached

with as_of as (
  select max(to_date) as as_of_date
  from ops.load_ledger
  where dataset = '${contract.name}'
),

${ctes}

select
  as_of.as_of_date,
${columns}
from as_of
${joins};
`;
}
