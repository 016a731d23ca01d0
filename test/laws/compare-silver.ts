import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { listObjects } from '../../lib/lake/objects.ts';
import type { RunReport } from '../../lib/run/records.ts';
import { expectSameRows } from './compare-rows.ts';
import { addUp } from './oracle/add-up.ts';
import type { OracleContract } from './oracle/contract.ts';
import { partsOfKey, rulesOf } from './oracle/feeds.ts';
import type { RankedRow } from './oracle/rank-rows.ts';
import { toDecimal } from './oracle/text.ts';
import { transactions } from './oracle/transactions.ts';
import { readObject } from './read-object.ts';
import { readFiles } from './read-rows.ts';
import type { ScratchLake } from './scratch-lake.ts';

/** Silver's keys for readers. */
export async function silverKeys(lake: ScratchLake): Promise<string[]> {
  return (await listObjects(lake.silver, '')).map(({ key }) => key).filter((key) => !key.startsWith('_'));
}

/** SHA-256 of every file for readers, by key. */
export async function silverHashes(lake: ScratchLake): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const key of await silverKeys(lake)) hashes[key] = sha256(await readObject(lake.silver, key));
  return hashes;
}

/** The digest as the interfaces define it, from the bytes themselves. */
export async function digestOf(lake: ScratchLake): Promise<string> {
  const lines = Object.entries(await silverHashes(lake)).map(([key, hash]) => `${key}\t${hash}`);
  return sha256(lines.sort().join('\n'));
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** Expects Silver to be exactly the rows that the oracle loads, each in its partition, sorted by value and id. */
export async function expectSilver(
  lake: ScratchLake,
  ranked: readonly RankedRow[],
  contract: OracleContract = transactions,
): Promise<void> {
  const { dataset, id, eventDate, second, prefix } = contract;
  const keyOf = new Map((await silverKeys(lake)).map((key) => [lake.silverPath(key), key]));
  const found = await readFiles([...keyOf.keys()], columnsOf(contract));
  const byKey = Map.groupBy(found, ({ path }) => keyOf.get(path));
  expect([...byKey.keys()].sort(), 'no file is empty').toEqual([...keyOf.values()].sort());
  const codes = Map.groupBy(found, ({ row }) => row[eventDate]);
  const isMixed = (date: string | null | undefined): boolean => {
    const rows = codes.get(date ?? null) ?? [];
    return rows.length / new Set(rows.map(({ row }) => row[second])).size < 100;
  };
  for (const [key, rows] of byKey) {
    for (const { row } of rows) {
      const value = isMixed(row[eventDate]) ? 'mixed' : encodeURIComponent(`${prefix}${row[second]}`);
      expect(key).toBe(`${dataset}/p_${eventDate}=${row[eventDate]}/p_${second}=${value}/part-0000.parquet`);
    }
    const order = rows.map(({ row }) => `${row[second]} ${row[id]}`);
    expect(order).toEqual(order.toSorted());
  }
  expectSameRows(
    found.map(({ row }) => row),
    ranked.filter(({ fate }) => fate === 'loaded'),
  );
}

/** Silver's columns: those of the file, computed ones, the event date and the lineage. */
function columnsOf({ columns, eventDate, derive }: OracleContract): string[] {
  const computed = Object.keys(derive({}).values);
  return [...Object.keys(columns), ...computed, eventDate, 'ingest_date', 'source_file', 'source_line'];
}

/** Expects the published quarantine and held rows to be the oracle's, each under its own ingest date. */
export async function expectSetAside(lake: ScratchLake, ranked: readonly RankedRow[]): Promise<void> {
  for (const [prefix, fate] of [
    ['_quarantine/', 'quarantined'],
    ['_held/', 'held'],
  ] as const) {
    const found = [];
    for (const { key } of await listObjects(lake.silver, prefix)) {
      const lines = (await readObject(lake.silver, key)).toString().trimEnd().split('\n');
      found.push(...lines.map((line) => placeOf(JSON.parse(line), /ingest_date=([0-9-]+)/.exec(key)?.[1])));
    }
    const wanted = ranked
      .filter((row) => row.fate === fate)
      .map((row) => placeOf(row, partsOfKey(row.file).ingestDate));
    expect(found.sort(), prefix).toEqual(wanted.sort());
  }
}

const placeOf = ({ file, line, rules }: Pick<RankedRow, 'file' | 'line' | 'rules'>, date = ''): string =>
  `${date} ${file}:${line} ${[...rules].sort().join(' ')}`;

/** Expects a report's days to tell of every row and every minor unit what the oracle says. */
export function expectDays(report: RunReport | undefined, ranked: readonly RankedRow[]): void {
  const fates = ['loaded', 'duplicate', 'superseded', 'quarantined', 'held'] as const;
  for (const day of report?.days ?? []) {
    const rows = ranked.filter(({ file }) => partsOfKey(file).ingestDate === day.ingestDate);
    const of = (fate: string): RankedRow[] => rows.filter((row) => row.fate === fate);
    const counts = Object.fromEntries(fates.map((fate) => [fate, of(fate).length]));
    expect(day.rows, day.ingestDate).toEqual({ in: rows.length, ...counts });
    const none = toDecimal(0n, rows[0] ? rulesOf(rows[0].file).contract.decimals : 2);
    const sums = { in: addUp(rows), ...Object.fromEntries(fates.map((fate) => [fate, addUp(of(fate))])) };
    for (const currency of Object.keys(sums.in)) {
      const parts = Object.entries(sums).map(([part, money]) => [part, money[currency] ?? none]);
      expect(day.money[currency], `${day.ingestDate} ${currency}`).toEqual(Object.fromEntries(parts));
    }
    expect(Object.keys(day.money).sort()).toEqual(Object.keys(sums.in).sort());
    expect(day.unparseableAmounts).toBe(rows.filter(({ signed }) => signed === null).length);
  }
}
