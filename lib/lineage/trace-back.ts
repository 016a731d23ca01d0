import type { Lineage } from './lineage.ts';
import { isDirect, type Source, useAs } from './source.ts';

/**
 * Everything a column comes from in the end: fields of Bronze, parameters of loads, and what has no source in the lake (a calendar).
 * Directly: its value; else also what decides about it. Which rows there are is left out.
 */
export function traceBack(lineage: Lineage, table: string, column: string): Source[] {
  const ends = new Map<string, Source>();
  const seen = new Set<string>();
  const open: Source[] = [{ table, column, use: 'identity' }];
  for (let next = open.pop(); next; next = open.pop()) {
    const key = JSON.stringify([next.table, next.column, isDirect(next.use)]);
    if (seen.has(key)) continue;
    seen.add(key);
    const sources = lineage.get(next.table)?.columns.find(({ name }) => name === next?.column)?.sources ?? [];
    if (sources.length === 0 && next.table !== table) ends.set(key, next);
    open.push(...useAs(next.use, sources));
  }
  return [...ends.values()].sort((a, b) => compare(a.table, b.table) || compare(a.column, b.column));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
