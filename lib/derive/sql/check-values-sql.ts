import type { Column } from '../../contracts/contract.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { factNames } from './fact-names.ts';

/** A rule of a column's type that the table's own type does not hold, as a condition on the rows that break it. */
type ValueRule = { check: string; says: string; broken: string };

/** SQL that checks after the load what the contract says of values: closed sets and ranges. Not null is held by the table. */
export function checkValuesSql(dataset: Dataset): string {
  const { fact, columns } = factNames(dataset);
  const { eventDate } = dataset.contract;
  const rules = dataset.contract.columns.filter(({ name }) => columns.includes(name)).flatMap(rulesOf);
  const counts = rules.map(
    ({ check, broken }) => `    coalesce(sum(case when ${broken} then 1 else 0 end), 0) as ${check}`,
  );
  const casts = rules.map(
    ({ check }) =>
      `  cast(
    case when ${check} = 0 then '0' else 'check failed: ${check} ' || ${check}::varchar end as integer
  ) as ${check}`,
  );
  return `-- what:     values of the touched dates are those that the contract allows: ${rules.map(({ says }) => says).join(', ')}
-- reads:    ${fact}, temporary control_totals
-- writes:   nothing
-- strategy: check, casts that fail with the rule's name and the count; a column that may not be null is declared so

with broken as (
  select
${counts.join(',\n')}
  from ${fact}
  where ${eventDate} in (select event_date from control_totals)
)

select
${casts.join(',\n')}
from broken;
`.replace(/^(-- what: .*)$/m, wrapComment);
}

function rulesOf({ name, type }: Column): ValueRule[] {
  switch (type.kind) {
    case 'text': {
      if (!type.oneOf) return [];
      const words = type.oneOf.map((word) => `'${word}'`).join(', ');
      return [{ check: `${name}_set`, says: `${name} in its set`, broken: `${name} not in (${words})` }];
    }
    case 'integer':
      return [{ check: `${name}_range`, says: `${name} >= ${type.min}`, broken: `${name} < ${type.min}` }];
    case 'decimal': {
      const [says, broken] = type.positive ? ['> 0', '<= 0'] : ['>= 0', '< 0'];
      return [{ check: `${name}_range`, says: `${name} ${says}`, broken: `${name} ${broken}` }];
    }
    case 'boolean':
    case 'instant':
    case 'date':
    case 'json':
      return [];
  }
}

/** A header line of SQL on as many lines as it takes. */
function wrapComment(line: string): string {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= 120) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `--           ${word}`);
  }
  return lines.join('\n');
}
