import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgedColumns } from '../../lib/contracts/contract.ts';
import { jsonColumns } from '../../lib/contracts/judged-fields.ts';
import { openEngine } from '../../lib/lake/engine.ts';
import { clockChanges } from '../../lib/stages/accept/clock-changes.ts';
import { fastSql, judgeSql } from '../../lib/stages/accept/judge-sql.ts';
import { rowsSql } from '../../lib/stages/accept/rows-sql.ts';
import { scanLines } from '../../lib/stages/accept/scan-lines.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';
import { acceptTaps } from './accept-taps.ts';
import { tapLine } from './tap-lines.ts';
import { registerTaps, tapFeed, taps } from './taps.ts';
import { judgeTaps } from './taps-oracle.ts';

/*
 * Rows that hold documents: the quick judgement is the close one's, and both are the oracle's.
 */

const day = '2025-09-10';
// Without a bias towards small values most rows would have something that is not usual.
const tapFile = fc
  .noBias(fc.array(tapLine, { minLength: 40, maxLength: 80, size: 'max' }))
  .map((lines) => lines.join('\n'));

let origin: ScratchLake;
beforeAll(async () => {
  registerTaps();
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

/** Both paths over the same lines: the plain rows of the fast one, and what the slow one says of every row. */
async function judgeTwice(text: string): Promise<{ plain: Record<string, unknown>[]; slow: Map<unknown, object> }> {
  const engine = await openEngine({ memoryMiB: 256, threads: 1 });
  try {
    const connection = await engine.connect();
    await connection.run(`set TimeZone = '${tapFeed.zone}'`);
    await connection.run(`set variable ingest_date = date '${day}'`);
    await connection.run("set variable late_before = date '2025-09-08'");
    await connection.run("set variable id_prefix = ''");
    await connection.run(`set variable clock_changes = ${clockChanges("date '2025-09-08'", `date '${day}'`)}`);
    const path = join(engine.scratch, 'chunk.ndjson');
    const bytes = Buffer.from(text);
    await writeFile(path, bytes);
    const suspects = scanLines(bytes, jsonColumns(taps)).suspects.map((line) => line + 1);
    const chunk = {
      documents: 'native',
      path,
      file: 'f',
      startLine: 1,
      lines: 1,
      suspects,
      bytes: bytes.length,
    } as const;
    const rows = rowsSql(taps, [chunk]);
    const columns = [...judgedColumns(taps).map(({ name }) => `"${name}"`), 'tapped_on'].join(', ');
    const fast = await connection.runAndReadAll(
      `select line, ${columns} from (${fastSql(taps, rows)}) where plain order by line`,
    );
    const slow = await connection.runAndReadAll(
      `select line, ${columns}, rules, late from (${judgeSql(taps, rows)}) order by line`,
    );
    return {
      plain: fast.getRowObjectsJson(),
      slow: new Map(slow.getRowObjectsJson().map((row) => [row.line, row])),
    };
  } finally {
    await engine.close();
  }
}

test('of every row the fast path takes, the slow path says the same', async () => {
  let plainRows = 0;
  await fc.assert(
    fc.asyncProperty(tapFile, async (text) => {
      const { plain, slow } = await judgeTwice(text);
      for (const row of plain) {
        expect(slow.get(row.line)).toEqual({ ...row, rules: null, late: false });
        plainRows++;
      }
    }),
    { numRuns: 15 },
  );
  expect(plainRows).toBeGreaterThan(100);
});

test('a row with a document in it is taken by the fast path', async () => {
  const row = (said: string): string =>
    `{"tap_id":"00000001-1234-4abc-9def-0123456789ab","kind":"transfer_done","tapped_at":"2025-09-10T10:00:00Z",` +
    `"received_at":"2025-09-10T10:00:01Z","user_id":"usr_1", "said" : ${said} }`;
  const taken = ['{"amount":1.5, "fee":0.10}', '{"amount":"1","fee":0,"list":[1,2],"x":"a b","zero":0.0}'];
  const left = ['{"amount":1,"fee":0,"a":{"b":1,"b":1}}', '{"amount":1,"fee":0,}'];
  const { plain } = await judgeTwice([...taken, ...left].map(row).join('\n'));
  expect(plain.map(({ line }) => Number(line))).toEqual([1, 2]);
});

const byLine = (rows: readonly object[]): object[] =>
  [...rows].sort((one, other) => Number((one as { line: number }).line) - Number((other as { line: number }).line));

test('every row is what the oracle says', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(tapFile, async (text) => {
      const expected = judgeTaps(text, day).map(({ line, verdict, rules, values }) => {
        for (const rule of verdict === 'accepted' ? ['accepted'] : rules) seen.set(rule, (seen.get(rule) ?? 0) + 1);
        if (verdict !== 'accepted') return { line, verdict, rules };
        const { 'said.amount': amount = null, 'said.fee': fee = null, 'said.screen': screen = null } = values;
        const { tap_id, kind, tapped_at, received_at, user_id = null, locale, model = null, said, tapped_on } = values;
        const own = {
          tap_id,
          kind,
          tapped_at,
          received_at,
          user_id,
          locale,
          model,
          said,
          amount,
          fee,
          screen,
          tapped_on,
        };
        return { line, verdict, values: own };
      });
      expect(byLine(await acceptTaps(origin, text))).toEqual(byLine(expected));
    }),
    { numRuns: 25 },
  );
  for (const rule of [
    'accepted',
    'malformed',
    'missing:said',
    'invalid:said.amount',
    'missing:said.amount',
    'invalid:said.user_id',
  ])
    expect([rule, (seen.get(rule) ?? 0) > 0]).toEqual([rule, true]);
  for (const rule of [
    'fee_above_amount',
    'future_tap',
    'screen_of_transfer',
    'invalid:said.items',
    'missing:user_id',
    'card_number',
  ])
    expect([rule, (seen.get(rule) ?? 0) > 0]).toEqual([rule, true]);
});
