import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Contract, Gate } from '../../lib/contracts/contract.ts';
import type { Dataset } from '../../lib/datasets/dataset.ts';
import { getJson, listObjects } from '../../lib/lake/objects.ts';
import type { RunReport } from '../../lib/run/records.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

/** The contract as it is, but that everything about the data blocks. */
vi.mock('../../lib/datasets/index.ts', async (original) => {
  const { datasets } = await original<{ datasets: Record<string, Dataset> }>();
  const strict = ({ gate, ...contract }: Contract): Contract => {
    const blocking = Object.entries(gate).map(([name, check]) => [name, { ...check, severity: 'block' }]);
    return {
      ...contract,
      gate: { ...(Object.fromEntries(blocking) as Gate), held_rows: { severity: 'block', above: 0.2 } },
    };
  };
  const all = Object.entries(datasets).map(([name, one]) => [name, { ...one, contract: strict(one.contract) }]);
  return { datasets: Object.fromEntries(all) };
});

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

const rowsOf = (date: string, count: number, changes: object = {}): object[] =>
  Array.from({ length: count }, (_, at) =>
    nativeRow({ transaction_id: `txn-${date}-${at}`, txn_ts: `${date}T10:00:00+09:00`, ...changes }),
  );
const keyOf = (date: string, name = 'one'): string => `transactions/ingest_date=${date}/${name}.ndjson`;
const on = (date: string, accept?: string): { from: string; to: string; accept?: string[] } => ({
  from: date,
  to: date,
  ...(accept && { accept: [accept] }),
});
const blockedBy = (report: RunReport | undefined): string[] =>
  (report?.checks ?? []).filter(({ ok, severity }) => !ok && severity === 'block').map(({ name }) => name);
const acceptances = async ({ silver }: ScratchLake): Promise<string[]> =>
  (await listObjects(silver, '_acceptances/')).map(({ key }) => key);
const visible = async ({ silver }: ScratchLake): Promise<string[]> =>
  (await listObjects(silver, '')).flatMap(({ key, etag }) =>
    /^(transactions|_accepted)\//.test(key) ? [key + etag] : [],
  );

/** Three published days of twenty rows. */
async function lakeWithPast(): Promise<ScratchLake> {
  const lake = await origin.another();
  for (const date of ['2025-09-07', '2025-09-08', '2025-09-09'])
    await lake.put(keyOf(date), toNdjson(rowsOf(date, 20)));
  expect(await driveRun(lake, { from: '2025-09-07', to: '2025-09-09' })).toMatchObject({ status: 'succeeded' });
  return lake;
}

const day = '2025-09-10';
const cases: [string, string, string][] = [
  ['volume', toNdjson(rowsOf(day, 9)), toNdjson(rowsOf(day, 8))],
  [
    'quarantined_money',
    toNdjson([...rowsOf(day, 19), ...rowsOf(day, 5, { mcc: 'x', amount: '9999999.00' })]),
    toNdjson([...rowsOf(day, 19), ...rowsOf(day, 5, { mcc: 'x', amount: '8888888.00' })]),
  ],
  ['schema_drift', toNdjson(rowsOf(day, 20, { tip: '1' })), toNdjson(rowsOf(day, 20, { fee: '1' }))],
  [
    'held_rows',
    toNdjson([...rowsOf(day, 15), ...rowsOf('2025-09-02', 5)]),
    toNdjson([...rowsOf(day, 14), ...rowsOf('2025-09-02', 6)]),
  ],
  [
    'conflicting_duplicates',
    toNdjson([...rowsOf(day, 15), ...rowsOf('2025-09-09', 5, { amount: '11.00' })]),
    toNdjson([...rowsOf(day, 15), ...rowsOf('2025-09-09', 5, { amount: '12.00' })]),
  ],
];

test.each(cases)(
  '%s set to block blocks; accepted it is published, remembered for these files and no others',
  async (name, text, other) => {
    const lake = await lakeWithPast();
    await lake.put(keyOf(day), text);
    const before = await visible(lake);
    const first = await driveRun(lake, on(day));
    expect(first).toMatchObject({ status: 'blocked', touchedDates: [] });
    expect(blockedBy(first)).toContain(name);
    expect(first?.error?.message).toContain(`blocked by ${name}: `);
    expect(first?.error?.next).toContain(`--accept ${name}`);
    expect(await visible(lake)).toEqual(before);

    const others = blockedBy(first).filter((check) => check !== name);
    expect(blockedBy(await driveRun(lake, { ...on(day), accept: others }))).toEqual([name]);
    const report = await driveRun(lake, on(day, name));
    expect(report?.status).toBe('succeeded');
    expect(report?.checks.find((check) => check.name === name)).toMatchObject({ severity: 'block', ok: true });
    const [key] = (await acceptances(lake)).filter((one) => one.endsWith(`/${name}.json`));
    expect(key).toMatch(/^_acceptances\/transactions\/ingest_date=2025-09-10\/[0-9a-f]{15,32}\//);
    const { value } = (await getJson<object>(lake.silver, key ?? '')) ?? {};
    expect(value).toMatchObject({ check: name, date: day, runId: report?.runId, detail: expect.stringMatching(/./) });

    expect((await driveRun(lake, on(day)))?.status, 'the same files again').toBe('succeeded');
    await lake.put(keyOf(day), other);
    expect(blockedBy(await driveRun(lake, on(day))), 'other files').toContain(name);
  },
);

test('a day without files blocks; accepted it is remembered until a file comes, and another day is not meant', async () => {
  const lake = await origin.another();
  await lake.put(keyOf(day), toNdjson(rowsOf(day, 20)));
  const range = { from: '2025-09-09', to: day };
  expect(blockedBy(await driveRun(lake, range))).toEqual(['missing_days']);
  expect((await driveRun(lake, { ...range, accept: ['missing_days'] }))?.status).toBe('succeeded');
  expect((await driveRun(lake, range))?.status).toBe('succeeded');
  expect(blockedBy(await driveRun(lake, { from: '2025-09-08', to: day }))).toEqual(['missing_days']);
});

test('a closed day that changes blocks; accepted as it becomes, another change of it blocks again', async () => {
  const lake = await lakeWithPast();
  await lake.put(keyOf('2025-09-10'), toNdjson(rowsOf('2025-09-10', 20)));
  await driveRun(lake, on('2025-09-10'));
  const late = { transaction_id: 'txn-late-01' };
  await lake.put(keyOf('2025-09-07', 'two'), toNdjson(rowsOf('2025-09-07', 1, late)));
  const before = await visible(lake);
  expect(blockedBy(await driveRun(lake, on('2025-09-07')))).toEqual(['restatement']);
  expect(await visible(lake)).toEqual(before);
  expect((await driveRun(lake, on('2025-09-07', 'restatement')))?.status).toBe('succeeded');
  expect(await acceptances(lake)).toEqual([expect.stringMatching(/\/txn_date=2025-09-07\/[0-9]+\/restatement\.json$/)]);
  expect((await driveRun(lake, on('2025-09-07')))?.status).toBe('succeeded');
  await lake.put(keyOf('2025-09-07', 'three'), toNdjson(rowsOf('2025-09-07', 1, { transaction_id: 'txn-late-02' })));
  expect(blockedBy(await driveRun(lake, on('2025-09-07')))).toEqual(['restatement']);
});

test('a word for a check that is met is not kept for later', async () => {
  const lake = await lakeWithPast();
  await lake.put(keyOf(day), toNdjson(rowsOf(day, 20)));
  expect((await driveRun(lake, on(day, 'volume')))?.status).toBe('succeeded');
  expect(await acceptances(lake)).toEqual([]);
});
