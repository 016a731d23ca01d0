import type { Contract } from '../../contracts/contract.ts';
import { versionOf } from '../../contracts/version-of.ts';
import { measureColumns, moneyColumns } from '../../derive/measure-columns.ts';

/**
 * Select over ranked index rows that pairs each row with the nearest one of the same id and version that outranks it and says
 * something else: another value of the gate's columns (the amount with its sign), or another feed. One row for each that has such
 * a one, the outranked side with `a_` before its names, the other with `b_`: `file`, `line`, `date`, `feed`, `amount`, `currency`
 * and `says`, its values as a person reads them.
 *
 * The nearest, so that a chain of three counts as two changes, each with the money that it moves. Of one version, what stands
 * later in the order outranks, so the nearest is where the next stretch of equal rows begins: windows instead of a self-join,
 * which an id that a file repeats a million times would make quadratic. A column that one row of an id does not know (an index
 * written before it was kept) tells nothing of that id.
 *
 * @param lookbacks the distinct look-backs in the rows, in days: a pair is near within the smaller of its two, as in `rankSql`.
 */
export function conflictsSql(contract: Contract, ranked: string, lookbacks: readonly number[]): string {
  const { id, eventDate } = contract;
  const { columns } = contract.gate.conflicting_duplicates;
  const told = columns.map((column) => {
    const name = nameInIndex(contract, column);
    return `case when count(${name}) over same_version = count(*) over same_version then ${name} end as "said ${column}"`;
  });
  const version = `"${id}", "${versionOf(contract)}"`;
  const scopes = [
    `select *, '' as scope, 0 as days, "${eventDate}" as same_date from differing`,
    ...lookbacks.map((days) => `select *, 'near', ${days}, null from differing where lookback_days >= ${days}`),
  ];
  return `
with with_feed as (select *, split_part(source_file, '/', 1) as feed from ${ranked}),
known as (
  select *, ${told.join(',\n    ')}
  from with_feed
  semi join (
    select ${version} from with_feed group by all
    having ${['feed', ...columns.map((column) => nameInIndex(contract, column))].map((name) => `min(${name}) <> max(${name})`).join(' or ')}
  ) using (${version})
  window same_version as (partition by ${version})
),
differing as (
  select *, row(feed, ${columns.map((column) => `"said ${column}"`).join(', ')}) as said,
    row_number() over (order by ${version}, ingest_date, source_file, source_line) as position
  from known
),
scoped as (${scopes.join('\n  union all ')}),
begun as (
  select *, said is distinct from lag(said) over in_scope as begins
  from scoped
  window in_scope as (partition by ${version}, scope, days, same_date order by position)
),
following as (
  select *, min(case when begins then position end) over (
    partition by ${version}, scope, days, same_date order by position rows between 1 following and unbounded following) as next
  from begun
),
nearest as (
  select a.position, min(b.position) as next
  from following a join differing b on a.next = b.position
  where a.same_date is not null or b.ingest_date - a.ingest_date <= a.days
  group by all
)
select ${['a', 'b'].map((side) => sideSql(contract, side)).join(',\n  ')}
from nearest
join differing a on a.position = nearest.position
join differing b on b.position = nearest.next`;
}

function sideSql(contract: Contract, side: string): string {
  const money = moneyColumns(contract);
  const values = contract.gate.conflicting_duplicates.columns.map(
    (column) => `${side}.${nameInIndex(contract, column)}`,
  );
  const columns: Record<string, string> = {
    file: `${side}.source_file`,
    line: `${side}.source_line`,
    date: `cast(${side}.ingest_date as varchar)`,
    feed: `${side}.feed`,
    amount: money ? `${side}."${money.value}"` : 'null',
    currency: money ? `${side}."${money.unit}"` : 'null',
    says: `concat_ws(' ', ${values.join(', ')})`,
  };
  return Object.entries(columns)
    .map(([name, value]) => `${value} as ${side}_${name}`)
    .join(', ');
}

/** The index has measures with their sign, under names of their own. */
function nameInIndex(contract: Contract, column: string): string {
  const measures = measureColumns(contract);
  const value = measures.find(({ measure }) => measure.column === column)?.value;
  const unit = measures.find(({ measure }) => 'column' in measure.unit && measure.unit.column === column)?.unit;
  return `"${value ?? unit ?? column}"`;
}
