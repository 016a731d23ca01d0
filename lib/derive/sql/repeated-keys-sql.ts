/** The query that fails with the number of keys that stand twice in a table. */
export function repeatedKeysSql(
  key: readonly string[],
  { check, table, where }: { check: string; table: string; where?: string },
): string {
  return `with repeated as (
  select
    ${key.join(',\n    ')}
  from ${table}${where === undefined ? '' : `\n  where ${where}`}
  group by ${key.join(', ')}
  having count(*) > 1
)

select cast(case when count(*) = 0 then '0' else 'check failed: ${check} ' || count(*)::varchar end as integer) as ${check}
from repeated;
`;
}
