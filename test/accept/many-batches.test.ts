import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptFiles } from '../laws/accept-files.ts';
import { expectAsOracle } from '../laws/compare-accepted.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

/*
 * Deliveries that are read in several batches by several workers: many small files, and one that is larger than a batch.
 */

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

const folder = 'transactions/ingest_date=2025-09-10';

test('hundreds of small files, of different columns and soundness, are judged row by row like one', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, at) => {
      const id = (row: number): Record<string, unknown> => ({ transaction_id: `txn-${at}-${row}00000` });
      const rows = [
        nativeRow(id(0)),
        nativeRow({ ...id(1), ...(at % 3 === 0 && { tip: at }) }),
        nativeRow({ ...id(2), ...(at % 7 === 0 && { amount: '-1' }) }),
      ];
      const repeated = at % 11 === 0 ? `${JSON.stringify(nativeRow(id(3))).slice(0, -1)},"mcc":"5411"}` : '';
      return [`${folder}/part-${String(at).padStart(4, '0')}.ndjson`, `${toNdjson(rows)}\n${repeated}`];
    }),
  );
  const accepted = await acceptFiles(lake, files);
  expectAsOracle(accepted, files);
  const unknown = accepted.summary.findings.filter(({ kind }) => kind === 'unknown_column');
  expect(unknown.map(({ file, count, line }) => [file, count, line])).toEqual(
    Object.keys(files)
      .filter((_, at) => at % 3 === 0)
      .map((file) => [file, 1, 2]),
  );
});

test('in a file of several batches, what begins late is found as what stood there from the start', async () => {
  const count = 60_000;
  const name = 'n'.repeat(190);
  const late = count - 1000;
  const lines = Array.from({ length: count }, (_, at) => {
    const id = `txn-${String(at).padStart(8, '0')}`;
    const line = JSON.stringify(
      nativeRow({ transaction_id: id, merchant_name: name, ...(at >= late && { tip: '1' }) }),
    );
    if (at === late + 1) return `${line.slice(0, -1)},"mcc":"5411"}`;
    if (at === late + 2) return line.replace('"tip":"1"', '"tip":NaN');
    if (at === late + 3) return line.replace('"tip":"1"', '"tip":"4111 1111 1111 1111"');
    return line;
  });
  const key = `${folder}/large.ndjson`;
  const { summary, quarantine, rows, told } = await acceptFiles(lake, { [key]: lines.join('\n') });
  expect(told.length).toBeGreaterThan(1);
  expect(told[0]?.rows).toBeLessThan(count);
  // What is read is still to be written.
  expect(told.at(-1)?.share).toBe(0.75);
  // A line at the edge of two pieces may count in both.
  expect(Math.abs((told.at(-1)?.rows ?? 0) - count)).toBeLessThan(told.length);
  expect(quarantine.map(({ line, rules }) => [line, rules])).toEqual([
    [late + 2, ['malformed']],
    [late + 3, ['malformed']],
    [late + 4, ['card_number']],
  ]);
  expect(summary.rows).toEqual({ in: count, accepted: count - 3, quarantined: 3, held: 0 });
  expect(new Set(rows.map((row) => row.source_line)).size).toBe(count - 3);
  expect(summary.findings).toMatchObject([{ kind: 'unknown_column', value: 'tip', file: key, line: late + 1 }]);
  expect(summary.findings[0]?.count).toBeGreaterThanOrEqual(1000 - 3);
  expect(summary.files[0]?.columns).toMatchObject({ transaction_id: 'string', tip: 'string' });
});
