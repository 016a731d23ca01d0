import { expect } from 'vitest';
import { partsOfKey } from './oracle/feeds.ts';
import type { JudgedRow } from './oracle/judged-row.ts';

type TextRow = Record<string, string | null>;

/** Expects the rows that were written to be those of the oracle, value by value; hashes need only correspond one to one. */
export function expectSameRows(written: readonly TextRow[], expected: readonly JudgedRow[]): void {
  const place = ({ source_file, source_line }: TextRow): string => `${source_file}:${source_line}`;
  const wanted = expected.map(
    (row): TextRow => ({
      ...row.values,
      ingest_date: partsOfKey(row.file).ingestDate,
      source_file: row.file,
      source_line: String(row.line),
    }),
  );
  expect(sortBy(withoutHashes(written), place)).toEqual(sortBy(withoutHashes(wanted), place));
  expectOneToOne(sortBy(written, place), sortBy(wanted, place));
}

const hashed: Record<string, string> = { transaction_id: 'pc-', merchant_id: 'm-' };
const isMapped = (row: TextRow): boolean => row.source_file?.startsWith('purchase-cards/') ?? false;

function withoutHashes(rows: readonly TextRow[]): TextRow[] {
  return rows.map((row) => {
    const prefixes = Object.entries(hashed).map(([name, prefix]) => [
      name,
      row[name]?.startsWith(prefix) ? prefix : row[name],
    ]);
    return isMapped(row) ? { ...row, ...Object.fromEntries(prefixes) } : row;
  });
}

function expectOneToOne(written: readonly TextRow[], wanted: readonly TextRow[]): void {
  for (const name of Object.keys(hashed)) {
    const pairs = written
      .map((row, at) => [row, `${row[name]} ${wanted[at]?.[name]}`] as const)
      .filter(([row]) => isMapped(row));
    const distinct = new Set(pairs.map(([, pair]) => pair));
    expect(new Set([...distinct].map((pair) => pair.split(' ')[0])).size, `${name}: one hash, two contents`).toBe(
      distinct.size,
    );
    expect(new Set([...distinct].map((pair) => pair.split(' ')[1])).size, `${name}: one content, two hashes`).toBe(
      distinct.size,
    );
  }
}

function sortBy(rows: readonly TextRow[], key: (row: TextRow) => string): TextRow[] {
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
