import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { transactions as feed } from '../../lib/datasets/transactions/feeds/transactions.ts';
import { type Engine, openEngine } from '../../lib/lake/engine.ts';
import { clockChanges } from '../../lib/stages/accept/clock-changes.ts';
import { fastSql, judgeSql } from '../../lib/stages/accept/judge-sql.ts';
import { rowsSql } from '../../lib/stages/accept/rows-sql.ts';
import { scanLines } from '../../lib/stages/accept/scan-lines.ts';
import { hostileText } from '../laws/hostile-lines.ts';

let engine: Engine;
let connection: DuckDBConnection;
beforeAll(async () => {
  engine = await openEngine({ memoryMiB: 256, threads: 1 });
  connection = await engine.connect();
  await connection.run(`set TimeZone = '${feed.zone}'`);
  await connection.run("set variable ingest_date = date '2025-09-10'");
  await connection.run("set variable late_before = date '2025-09-08'");
  await connection.run("set variable id_prefix = ''");
  await connection.run(`set variable clock_changes = ${clockChanges("date '2025-09-08'", "date '2025-09-10'")}`);
});
afterAll(() => engine.close());

/** Both paths over the same lines: the plain rows of the fast one, and what the slow one says of every row. */
async function judgeTwice(text: string): Promise<{ plain: object[]; slow: Map<unknown, object> }> {
  const path = join(engine.scratch, 'chunk.ndjson');
  const bytes = Buffer.from(text);
  await writeFile(path, bytes);
  const suspects = scanLines(bytes).suspects.map((line) => line + 1);
  const rows = rowsSql(transactions, [
    { documents: 'native', path, file: 'f', startLine: 1, lines: 1, suspects, bytes: bytes.length },
  ]);
  const columns = transactions.columns.map(({ name }) => `"${name}"`).slice(0, 15);
  const fast = await connection.runAndReadAll(
    `select line, ${columns} from (${fastSql(transactions, rows)}) where plain order by line`,
  );
  const slow = await connection.runAndReadAll(
    `select line, ${columns}, rules, late from (${judgeSql(transactions, rows)}) order by line`,
  );
  return {
    plain: fast.getRowObjectsJson(),
    slow: new Map(slow.getRowObjectsJson().map((row) => [row.line, row])),
  };
}

test('of every row the fast path takes, the slow path says the same', async () => {
  let plainRows = 0;
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      const { plain, slow } = await judgeTwice(text);
      for (const row of plain) {
        expect(slow.get((row as { line: unknown }).line)).toEqual({ ...row, rules: null, late: false });
        plainRows++;
      }
    }),
    { numRuns: 15 },
  );
  expect(plainRows).toBeGreaterThan(15);
});
