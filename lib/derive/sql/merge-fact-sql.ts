import type { Dataset } from '../../datasets/dataset.ts';
import { factNames } from './fact-names.ts';
import { wrapList } from './wrap-list.ts';

/** SQL that brings the fact to exactly the staged rows on the touched dates. */
export function mergeFactSql(dataset: Dataset): string {
  const { fact, table, staged, columns } = factNames(dataset);
  const { key, eventDate } = dataset.contract;
  const same = (one: string, other: string): string[] => key.map((name) => `${one}.${name} = ${other}.${name}`);
  const others = columns.filter((name) => !key.includes(name));
  return `-- what:     ${fact}, one row per ${key.join(' and ')}: exactly the rows of Silver
-- reads:    temporary ${staged}, temporary control_totals, ${fact}
-- writes:   ${fact}
-- strategy: delete the rows that left the touched dates, merge the staged ones

create temp table departed as
with touched as (
  select distinct event_date
  from control_totals
)

select
  ${key.map((name) => `fact.${name}`).join(',\n  ')}
from ${fact} as fact
inner join touched
  on fact.${eventDate} = touched.event_date
left join ${staged} as staged
  on ${same('fact', 'staged').join(' and ')}
where staged.${key[0]} is null;

delete from ${fact}
using departed
where
  ${same(table, 'departed').join('\n  and ')};

merge into ${fact}
using ${staged} as staged
on
  ${same(table, 'staged').join('\n  and ')}
when matched then update set
  ${others.map((name) => `${name} = staged.${name}`).join(',\n  ')}
when not matched then insert (
${wrapList(columns, 2)}
)
values (
${wrapList(
  columns.map((name) => `staged.${name}`),
  2,
)}
);
`;
}
