import type { Dataset } from '../../datasets/dataset.ts';
import { factNames } from './fact-names.ts';
import { wrapList } from './wrap-list.ts';

/** SQL that brings the fact to exactly the staged rows on the touched dates, and keeps what changed for what is built on it. */
export function changeFactSql(dataset: Dataset): string {
  const { fact, table, staged, columns } = factNames(dataset);
  const { key, eventDate } = dataset.contract;
  const all = columns.map((name) => `  ${name}`).join(',\n');
  return `-- what:     ${fact}, one row per ${key.join(' and ')}: exactly the rows of Silver
-- reads:    temporary ${staged}, temporary control_totals, ${fact}
-- writes:   ${fact}, temporary fact_changes: rows that left (movement -1) and that came (movement 1)
-- strategy: on the touched dates delete the rows that are not staged as they are, insert those that do not stand as they are; equal
--           rows are not written

create temp table fact_changes as
with standing as (
  select
${wrapList(columns, 4)}
  from ${fact}
  where ${eventDate} in (select event_date from control_totals)
),

departed as (
  select
${wrapList(columns, 4)}
  from standing
  except
  select
${wrapList(columns, 4)}
  from ${staged}
),

arrived as (
  select
${wrapList(columns, 4)}
  from ${staged}
  except
  select
${wrapList(columns, 4)}
  from standing
)

select
  -1 as movement,
${all}
from departed
union all
select
  1 as movement,
${all}
from arrived;

delete from ${fact}
using fact_changes
where
  fact_changes.movement = -1
  and ${key.map((name) => `${table}.${name} = fact_changes.${name}`).join('\n  and ')};

insert into ${fact} (
${wrapList(columns, 2)}
)
select
${all}
from fact_changes
where movement = 1;
`;
}
