import type { Dataset, Mart } from '../../datasets/dataset.ts';
import { wrapList } from './wrap-list.ts';

/** SQL that exports a dataset's marts to Gold and, last, counts its fact. */
export function exportMartsSql({ fact, marts }: Dataset): string {
  return `-- what:     the marts as Parquet for readers of the lake
-- reads:    ${marts.map(({ name }) => `mart.${name}`).join(', ')}
-- writes:   s3 gold ${marts.map(({ name }) => `${name}/`).join(', ')}
-- strategy: unload whole; cleanpath, because an empty result writes no file and must leave none behind

${marts.map(unload).join('\n')}
select count(*) as fact_rows
from ${fact};
`;
}

function unload({ name, columns, order }: Mart): string {
  // The first line begins with `  'select `, the others stand below what it begins with.
  const [first = '', ...more] = wrapList(columns, "  'select ".length).split('\n');
  const list = [first.trimStart(), ...more.map((line) => `   ${line.trimStart()}`)].join('\n');
  return `unload (
  'select ${list}
   from mart.${name} order by ${order.join(', ')}'
)
to '{{gold}}/${name}/'
iam_role '{{unload_role}}'
format as parquet
cleanpath
parallel off;
`;
}
