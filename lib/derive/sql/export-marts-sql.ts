import type { Mart } from '../../datasets/dataset.ts';
import { wrapList } from './wrap-list.ts';

/**
 * SQL that exports marts to Gold, each as Parquet and as CSV into the run's own prefixes. Without `encrypted` UNLOAD writes under a
 * key of S3, whatever the bucket's default, and the bucket refuses it.
 */
export function exportMartsSql({ marts }: { marts: readonly Mart[] }): string {
  return `-- what:     the marts as Parquet and CSV for readers of the lake
-- reads:    ${marts.map(({ name }) => `mart.${name}`).join(', ')}
-- writes:   s3 gold ${marts.map(({ name }) => `${name}/<run>/`).join(', ')}
-- strategy: unload whole into prefixes of the run, which nobody reads before a pointer names them; cleanpath for a run that
--           exports again

${marts.flatMap((mart) => [unload(mart, 'parquet'), unload(mart, 'csv')]).join('\n')}`;
}

function unload({ name, columns, order }: Mart, form: 'parquet' | 'csv'): string {
  // The first line begins with `  'select `, the others stand below what it begins with.
  const [first = '', ...more] = wrapList(Object.keys(columns), "  'select ".length).split('\n');
  const list = [first.trimStart(), ...more.map((line) => `   ${line.trimStart()}`)].join('\n');
  const format = form === 'parquet' ? 'format as parquet' : "format as csv\nheader\nextension 'csv'";
  return `unload (
  'select ${list}
   from mart.${name} order by ${order.join(', ')}'
)
to '{{gold}}/${name}/{{run}}/${form}/'
iam_role '{{unload_role}}'
kms_key_id '{{kms_key}}'
encrypted
${format}
cleanpath
parallel off;
`;
}
