import type { Contract } from '../../contracts/contract.ts';
import { versionOf } from '../../contracts/version-of.ts';

/**
 * Select over index rows that says of each whether another outranks it (interfaces, section 3): one with the same id and
 * a greater (version, ingest date, file, line) that has the same event date or arrived within both rows' look-back.
 * Adds `outranked` and `superseded` (outranked by a higher version).
 *
 * For each look-back value L, the rows whose own is at least L compare within L days; together that is every pair within
 * the smaller of its two look-backs. Windows instead of a self-join keep an id that a file repeats a million times linear.
 *
 * @param lookbacks the distinct look-backs in the rows, in days.
 */
export function rankSql(contract: Contract, rows: string, lookbacks: readonly number[]): string {
  const { id, eventDate } = contract;
  const order = `"${versionOf(contract)}"`;
  const near = lookbacks.map((days, at) => ({ days, top: `near_${at}_top`, version: `near_${at}_version` }));
  const frame = (days: number): string =>
    `over (partition by "${id}" order by day range between ${days} preceding and ${days} following)`;
  const windows = near.flatMap(({ days, top, version }) => [
    `max(position) filter (where lookback_days >= ${days}) ${frame(days)} as ${top}`,
    `max(${order}) filter (where lookback_days >= ${days}) ${frame(days)} as ${version}`,
  ]);
  const within = ({ days, column }: { days: number; column: string }): string =>
    `case when lookback_days >= ${days} then ${column} end`;
  const tops = near.map(({ days, top }) => within({ days, column: top }));
  const versions = near.map(({ days, version }) => within({ days, column: version }));
  return `
with positioned as (
  select *,
    ingest_date - date '2000-01-01' as day,
    row_number() over (partition by "${id}" order by ${order}, ingest_date, source_file, source_line) as position
  from ${rows}
),
compared as (
  select *,
    max(position) over same_date as same_date_top,
    max(${order}) over same_date as same_date_version,
    ${windows.join(',\n    ')}
  from positioned
  window same_date as (partition by "${id}", "${eventDate}")
)
select * exclude (same_date_top, same_date_version, ${near.map(({ top, version }) => `${top}, ${version}`).join(', ')}, day, position),
  position < greatest(same_date_top, ${tops.join(', ')}) as outranked,
  ${order} < greatest(same_date_version, ${versions.join(', ')}) as superseded
from compared`;
}
