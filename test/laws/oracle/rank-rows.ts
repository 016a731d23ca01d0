import { partsOfKey, rulesOf } from './feeds.ts';
import type { JudgedRow } from './judged-row.ts';
import { dayNumber } from './text.ts';

export type RankedRow = JudgedRow & { fate: 'loaded' | 'duplicate' | 'superseded' | 'quarantined' | 'held' };

/** What becomes of each row, by the pairwise definition: every accepted row against every other. */
export function rankRows(rows: readonly JudgedRow[]): RankedRow[] {
  const accepted = rows.filter((row) => row.verdict === 'accepted');
  return rows.map((row) => {
    if (row.verdict !== 'accepted') return { ...row, fate: row.verdict };
    const above = accepted.filter((other) => outranks(other, row));
    if (above.length === 0) return { ...row, fate: 'loaded' };
    return { ...row, fate: above.some((other) => version(other) > version(row)) ? 'superseded' : 'duplicate' };
  });
}

/** Whether the one row outranks the other. */
export function outranks(other: JudgedRow, row: JudgedRow): boolean {
  const [a, b] = [rulesOf(other.file), rulesOf(row.file)];
  const { id, eventDate } = b.contract;
  if (a.contract !== b.contract || other.values[id] !== row.values[id] || compareRank(other, row) <= 0) return false;
  const apart = Math.abs(dayNumber(partsOfKey(other.file).ingestDate) - dayNumber(partsOfKey(row.file).ingestDate));
  return other.values[eventDate] === row.values[eventDate] || apart <= Math.min(a.lookbackDays, b.lookbackDays);
}

/** The total order: version, ingest date, file (bytewise), line. */
export function compareRank(a: JudgedRow, b: JudgedRow): number {
  if (version(a) !== version(b)) return version(a) > version(b) ? 1 : -1;
  const dates = dayNumber(partsOfKey(a.file).ingestDate) - dayNumber(partsOfKey(b.file).ingestDate);
  return dates || Buffer.compare(Buffer.from(a.file), Buffer.from(b.file)) || a.line - b.line;
}

const version = (row: JudgedRow): bigint => BigInt(row.values.version ?? '1');
