import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Column, Contract } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { rankedKey } from '../../lib/lake/keys.ts';
import { listObjects, needJson } from '../../lib/lake/objects.ts';
import type { Ranking, StagedPart } from '../../lib/run/records.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import { listBronze } from '../../lib/stages/plan/list-bronze.ts';
import { stageChunk } from '../../lib/stages/stage/stage-chunk.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { ask, readRows, readTypes, silverColumns } from '../laws/read-rows.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

const rowOn = (id: number, date: string, changes: object = {}): object =>
  nativeRow({ transaction_id: `txn-${100000 + id}`, txn_ts: `${date}T12:00:00+09:00`, ...changes });

const terminal: Column = {
  name: 'terminal_id',
  type: { kind: 'text', maxLength: 64 },
  required: false,
  classification: 'business',
  description: 'Terminal the card was read by.',
};

type Staged = {
  ranking: Ranking;
  parts: StagedPart[];
  rowsOf: (part: StagedPart) => Promise<Record<string, string | null>[]>;
  path: (part: StagedPart) => string;
};

/** Runs a date up to its audit and reads what it staged. */
async function stageDate(lake: ScratchLake, date: string, chunkRows: number): Promise<Staged> {
  const before = new Set((await listObjects(lake.silver, '_staged/')).map(({ key }) => key));
  await driveRun(lake, { from: date, to: date, chunkRows, dies: 'before audit' });
  const keys = (await listObjects(lake.silver, '_staged/')).map(({ key }) => key).filter((key) => !before.has(key));
  const runId = keys[0]?.split('/')[1] ?? '';
  const records = keys.filter((key) => /\/silver\/.*\.json$/.test(key));
  const parts = await Promise.all(records.map((key) => needJson<StagedPart>(lake.silver, key)));
  const path = (part: StagedPart): string => lake.silverPath(part.key);
  return {
    ranking: await needJson<Ranking>(lake.silver, rankedKey(runId)),
    parts,
    path,
    rowsOf: (part) => readRows(path(part)),
  };
}

test('parts hold whole dates in Silver form, sorted, and say truly what they hold', async () => {
  const lake = await origin.another();
  const rows = [5, 3, 1, 4, 2].flatMap((id) =>
    ['2025-09-10', '2025-09-08', '2025-09-09'].map((date, at) =>
      rowOn(id * 10 + at, date, { mcc: id % 2 ? '0742' : '5411', is_refund: String(id === 1) }),
    ),
  );
  await lake.put('transactions/ingest_date=2025-09-10/a.ndjson', toNdjson([...rows, ...rows.slice(0, 4)]));
  const { ranking, parts, rowsOf, path } = await stageDate(lake, '2025-09-10', 10);
  expect(parts.map((part) => part.dates.map(({ date, rows }) => [date, rows]))).toEqual([
    [
      ['2025-09-08', 5],
      ['2025-09-09', 5],
    ],
    [['2025-09-10', 5]],
  ]);
  expect(ranking.controlTotals).toEqual(
    ['2025-09-08', '2025-09-09', '2025-09-10'].flatMap((date) => [
      { date, measure: 'amount', unit: 'KRW', rows: 5, amount: '30.00000000' },
      { date, measure: 'rows', unit: '', rows: 5, amount: '5.00000000' },
    ]),
  );
  expect(parts.flatMap((part) => part.controlTotals)).toEqual(ranking.controlTotals);
  expect(ranking.verdicts['2025-09-10']?.rows).toEqual({ loaded: 15, duplicate: 4, superseded: 0 });
  const runId = ranking.chunks[0]?.accepted[0]?.split('/')[1];
  expect(parts.map(({ key }) => key)).toEqual([
    `_staged/${runId}/silver/part-0000.parquet`,
    `_staged/${runId}/silver/part-0001.parquet`,
  ]);
  for (const part of parts) {
    expect(await readTypes(path(part))).toEqual(silverColumns);
    const found = await rowsOf(part);
    const order = found.map((row) => `${row.txn_date} ${row.mcc} ${row.transaction_id}`);
    expect(order).toEqual(order.toSorted());
    expect([part.rows, part.distinctKeys]).toEqual([found.length, found.length]);
  }
});

test('a date that loses all its rows is staged as an empty file with all columns', async () => {
  const lake = await origin.another();
  await lake.put('transactions/ingest_date=2025-09-10/a.ndjson', toNdjson([rowOn(1, '2025-09-10')]));
  await driveRun(lake, { from: '2025-09-10', to: '2025-09-10' });
  await lake.put('transactions/ingest_date=2025-09-11/b.ndjson', toNdjson([rowOn(1, '2025-09-11', { version: 2 })]));
  const { ranking, parts, rowsOf, path } = await stageDate(lake, '2025-09-11', 1);
  expect(ranking.touchedDates).toEqual(['2025-09-10', '2025-09-11']);
  const rows = (await Promise.all(parts.map(rowsOf))).flat();
  expect(rows.map((row) => [row.txn_date, row.version])).toEqual([['2025-09-11', '2']]);
  expect(parts.flatMap((part) => part.dates.map(({ date, rows }) => [date, rows]))).toEqual([
    ['2025-09-10', 0],
    ['2025-09-11', 1],
  ]);
  for (const part of parts) expect(await readTypes(path(part))).toEqual(silverColumns);
});

test('a date without an accepted row is staged too, with nothing', async () => {
  const lake = await origin.another();
  await lake.put(
    'transactions/ingest_date=2025-09-10/a.ndjson',
    toNdjson([rowOn(1, '2025-09-01'), rowOn(2, '2025-09-12')]),
  );
  const { ranking, parts, path } = await stageDate(lake, '2025-09-10', 10);
  expect(ranking).toMatchObject({ touchedDates: [], controlTotals: [], residualDuplicates: 0 });
  expect(parts).toMatchObject([{ rows: 0, dates: [], controlTotals: [] }]);
  for (const part of parts) expect(await readTypes(path(part))).toEqual(silverColumns);
});

test('a key that is staged twice is told: rows that nobody outranked are not taken for one', async () => {
  const lake = await origin.another();
  // Of one id the two dates are two keys, the two versions of one date are one.
  await lake.put('transactions/ingest_date=2025-09-10/a.ndjson', toNdjson([1, 2].map((id) => rowOn(id, '2025-09-10'))));
  const second = [rowOn(1, '2025-09-10', { version: 2 }), rowOn(1, '2025-09-09', { version: 3 })];
  await lake.put('transactions/ingest_date=2025-09-11/b.ndjson', toNdjson(second));
  const rankings = [];
  for (const date of ['2025-09-10', '2025-09-11']) rankings.push((await stageDate(lake, date, 10)).ranking);
  const accepted = rankings.map(({ chunks }) => chunks[0]?.accepted[0] ?? '');
  // As the first run saw it, which knew nothing of the second's rows.
  const runId = accepted[0]?.split('/')[1] ?? '';
  const chunk = { name: 'part-0009', dates: ['2025-09-09', '2025-09-10'], accepted };
  const part = await stageChunk(lake.silver, transactions, runId, chunk, { memoryMiB: 512 });
  expect(part).toMatchObject({ rows: 4, distinctKeys: 3 });
});

test('a chunk leaves nothing on the disk it worked on, whether it ends well or not', async () => {
  const lake = await origin.another();
  await lake.put('transactions/ingest_date=2025-09-10/a.ndjson', toNdjson([rowOn(1, '2025-09-10')]));
  const { ranking } = await stageDate(lake, '2025-09-10', 10);
  const [chunk] = ranking.chunks as [Ranking['chunks'][number]];
  const runId = chunk.accepted[0]?.split('/')[1] ?? '';
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-stage-'));
  vi.stubEnv('TMPDIR', scratch);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(scratch, { recursive: true, force: true });
  });
  await stageChunk(lake.silver, transactions, runId, chunk, { memoryMiB: 512 });
  expect(await readdir(scratch)).toEqual([]);
  const gone = { ...chunk, accepted: ['_staged/gone/accepted.parquet'] };
  await expect(stageChunk(lake.silver, transactions, runId, gone, { memoryMiB: 512 })).rejects.toThrow();
  expect(await readdir(scratch)).toEqual([]);
});

test('the digest of a date tells of its rows, not of the run, the chunk or their order', async () => {
  const digests: (string | undefined)[][] = [];
  for (const chunkRows of [1, 1_000_000]) {
    const lake = await origin.another();
    const rows = Array.from({ length: 40 }, (_, id) =>
      rowOn(id, id % 2 ? '2025-09-10' : '2025-09-09', { version: (id % 3) + 1 }),
    );
    await lake.put('transactions/ingest_date=2025-09-10/a.ndjson', toNdjson(rows));
    const { parts } = await stageDate(lake, '2025-09-10', chunkRows);
    digests.push(parts.flatMap((part) => part.dates.map(({ digest }) => digest)));
  }
  expect(digests[0]).toHaveLength(2);
  expect(digests[0]).toEqual(digests[1]);
  expect(new Set(digests[0]).size).toBe(2);
});

test('a contract that gained a column stages rows of files from before it, with nothing in that column', async () => {
  const lake = await origin.another();
  const wider: Contract = {
    ...transactions,
    version: 2,
    columns: transactions.columns.flatMap((column) => (column.name === 'txn_date' ? [terminal, column] : [column])),
  };
  for (const [at, date] of ['2025-09-10', '2025-09-11'].entries())
    await lake.put(
      `transactions/ingest_date=${date}/a.ndjson`,
      toNdjson([{ ...rowOn(at, '2025-09-10'), terminal_id: 'T1' }]),
    );
  const { ranking } = await stageDate(lake, '2025-09-10', 10);
  const old = ranking.chunks[0]?.accepted[0] ?? '';
  const [date] = await listBronze(lake, wider, { from: '2025-09-11', to: '2025-09-11' });
  if (!date) throw new Error('nothing landed');
  const planned = { ...date, released: false, derive: true };
  await acceptDate(lake, wider, planned, { prefix: '_staged/wider/', memoryMiB: 512 });
  const runId = old.split('/')[1] ?? '';
  for (const accepted of [[old, '_staged/wider/accepted.parquet'], [old]]) {
    const chunk = { name: 'part-0009', dates: ['2025-09-10'], accepted };
    const part = await stageChunk(lake.silver, wider, runId, chunk, { memoryMiB: 512 });
    const rows = await ask(`select * from read_parquet('${lake.silverPath(part.key)}')`);
    expect(rows.map(({ transaction_id, terminal_id }) => [transaction_id, terminal_id])).toEqual(
      [
        ['txn-100000', null],
        ['txn-100001', 'T1'],
      ].slice(0, accepted.length),
    );
  }
});
