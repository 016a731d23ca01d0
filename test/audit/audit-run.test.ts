import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  acceptanceKey,
  catalogKey,
  controlTotalsKey,
  journalKey,
  manifestKey,
  partKey,
  rankedKey,
  runKey,
  stagedDatePrefix,
  summaryKey,
} from '../../lib/lake/keys.ts';
import { getJson, listObjects, putJson } from '../../lib/lake/objects.ts';
import { addDays } from '../../lib/run/calendar.ts';
import type { DateSummary, JudgedCheck, Ranking, RunPlan, StagedPart } from '../../lib/run/records.ts';
import { type AuditOutput, auditRun } from '../../lib/stages/audit/audit-run.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';
import { evidence, summary } from './evidence.ts';

/*
 * The audit of a run by what stands in the lake, written here as the stages before it write it.
 */

let origin: ScratchLake;
let lake: ScratchLake;
beforeAll(async () => {
  origin = await openMemoryLake(memoryS3);
});
beforeEach(async () => {
  lake = await origin.another();
});
afterAll(() => origin.remove());

const day = '2025-09-10';
const dataset = 'transactions';
const planned = (ingestDate: string, derive = true): RunPlan['dates'][number] =>
  ({ ingestDate, derive }) as RunPlan['dates'][number];
type Staged = {
  plan: Partial<RunPlan>;
  summaries: DateSummary[];
  ranking: Partial<Ranking>;
  parts: StagedPart[];
};
const [part] = evidence().parts as [StagedPart];

/** Audits a run that staged this; all else is sound. */
async function audit(runId: string, changes: Partial<Staged> = {}): Promise<AuditOutput> {
  const { ranking, plan } = evidence();
  const { summaries = [summary()], parts = [part] } = changes;
  const dates = [planned(day)];
  const chunks = parts.map(({ name }) => ({ name, dates: [], accepted: [] }));
  const put = (key: string, value: unknown) => putJson(lake.silver, key, value);
  await put(runKey(runId, 'plan'), { ...plan, runId, dates, ...changes.plan } satisfies RunPlan);
  await put(rankedKey(runId), { ...ranking, chunks, ...changes.ranking } satisfies Ranking);
  await put(controlTotalsKey(runId), 'totals');
  for (const one of parts) await put(partKey(runId, one.name, 'json'), one);
  for (const one of summaries) await put(`${stagedDatePrefix(runId, one.ingestDate)}summary.json`, one);
  return auditRun(lake.silver, runId);
}
const publish = (...summaries: DateSummary[]): Promise<unknown> =>
  Promise.all(summaries.map((one) => putJson(lake.silver, summaryKey(dataset, one.ingestDate), one)));
const read = async <T>(key: string): Promise<T | undefined> => (await getJson<T>(lake.silver, key))?.value;
const checksOf = async (runId: string): Promise<JudgedCheck[]> =>
  (await read<JudgedCheck[]>(runKey(runId, 'checks'))) ?? [];
const check = async (runId: string, name: string): Promise<JudgedCheck | undefined> =>
  (await checksOf(runId)).find((one) => one.name === name);
const acceptances = async (): Promise<string[]> =>
  (await listObjects(lake.silver, '_acceptances/')).map(({ key }) => key);

const rows = (all: number, quarantined = 0): DateSummary['rows'] => ({
  in: all,
  accepted: all - quarantined,
  quarantined,
  held: 0,
});
/** A date of which so much is bad that it blocks, accounted for all the same. */
const bad = (changes: Partial<DateSummary> = {}): DateSummary => summary({ rows: rows(110, 10), ...changes });
const refused = { key: 'transactions/ingest_date=2025-09-10/x.gz', reason: 'torn', remedy: 'send again' };

test('a sound run is decided: what it publishes and loads stands in the journal', async () => {
  const second = { ...part, name: 'part-0001', rows: 5, distinctKeys: 5, dates: [], controlTotals: [] };
  const answer = await audit('r', { parts: [part, second], plan: { from: '2025-09-09', to: '2025-09-11' } });
  expect(answer).toEqual({
    outcome: 'decided',
    runId: 'r',
    units: [{ unit: 'accepted' }, { unit: 'part-0000' }, { unit: 'part-0001' }],
  });
  expect(await read(journalKey(dataset))).toEqual({
    runId: 'r',
    dataset,
    from: '2025-09-09',
    to: '2025-09-11',
    derivedDates: [day],
    touchedDates: [day],
    closedDates: [],
    parts: [part, second],
    manifests: {
      rows: manifestKey('r', 'rows'),
      controlTotals: manifestKey('r', 'control_totals'),
      sha256: createHash('sha256').update('[["k","s"],["k","s"]]').digest('hex'),
    },
    rows: 100,
  });
  expect((await checksOf('r')).filter(({ ok, severity }) => !ok && severity === 'block')).toEqual([]);
});

test('the warehouse is told each file that it loads, with its size, and none may be missing', async () => {
  await audit('r', { parts: [{ ...part, key: '_staged/r/silver/part-0000.parquet', size: 123 }] });
  const entry = (key: string, size: number): object => ({
    url: `s3://${lake.silver.name}/${key}`,
    mandatory: true,
    meta: { content_length: size },
  });
  expect(await read(manifestKey('r', 'rows'))).toEqual({ entries: [entry('_staged/r/silver/part-0000.parquet', 123)] });
  const size = (await listObjects(lake.silver, controlTotalsKey('r')))[0]?.size ?? 0;
  expect(size).toBeGreaterThan(0);
  expect(await read(manifestKey('r', 'control_totals'))).toEqual({ entries: [entry(controlTotalsKey('r'), size)] });
});

test('a run that is blocked decides nothing, and writes down why', async () => {
  expect(await audit('r', { summaries: [bad()] })).toEqual({ outcome: 'blocked', runId: 'r', units: [] });
  expect(await read(journalKey(dataset))).toBeUndefined();
  expect(await check('r', 'quarantined_share')).toMatchObject({
    severity: 'block',
    ok: false,
    failures: [{ date: day }],
  });
  expect(await acceptances()).toEqual([]);
});

test('a run that derived nothing has nothing to publish', async () => {
  const nothing = { summaries: [], parts: [], ranking: { touchedDates: [], controlTotals: [], verdicts: {} } };
  const plan = { dates: [planned(day, false)] };
  expect(await audit('r', { ...nothing, plan })).toEqual({ outcome: 'unchanged', runId: 'r', units: [] });
  expect(await read(journalKey(dataset))).toBeUndefined();
});

test('of the dates of the range those that are derived are looked at and published', async () => {
  const plan = { dates: [planned('2025-09-09', false), planned(day)] };
  expect((await audit('r', { plan })).outcome).toBe('decided');
  expect(await read(journalKey(dataset))).toMatchObject({ derivedDates: [day] });
});

const word = { check: 'quarantined_share', by: 'operator', reason: 'the sender knows' };

test('what is accepted is remembered once, with who and why, for the date as it is', async () => {
  const inputs = { summaries: [bad()] };
  expect((await audit('one', { ...inputs, plan: { accept: [word] } })).outcome).toBe('decided');
  const key = acceptanceKey(dataset, day, 'f', 'quarantined_share', 'ingest_date');
  expect(await acceptances()).toEqual([key]);
  const written = {
    ...word,
    column: 'ingest_date',
    date: day,
    inputs: 'f',
    detail: expect.stringMatching(/^2025-09-10: 10 of 110 rows quarantined/),
    runId: 'one',
  };
  expect(await read(key)).toEqual(written);
  expect((await audit('two', inputs)).outcome, 'remembered').toBe('decided');
  await audit('three', { ...inputs, plan: { accept: [{ check: 'quarantined_share' }] } });
  expect(await read(key), 'the first word stays').toEqual(written);
  expect((await audit('four', { summaries: [bad({ fingerprint: 'other' })] })).outcome).toBe('blocked');
});

test('a word for one check is none for another', async () => {
  const summaries = [bad({ refused: [refused] })];
  expect((await audit('r', { summaries, plan: { accept: [word] } })).outcome).toBe('blocked');
  expect(await check('r', 'quarantined_share')).toMatchObject({ ok: true });
  expect(await check('r', 'file_refused')).toMatchObject({ severity: 'block', ok: false });
  const both = [word, { check: 'file_refused' }];
  expect((await audit('r', { summaries, plan: { accept: both } })).outcome).toBe('decided');
});

test('a date is accepted as a whole, however many things are wrong with it', async () => {
  const summaries = [summary({ refused: [refused, { ...refused, reason: 'empty' }] })];
  await audit('r', { summaries, plan: { accept: [{ check: 'file_refused' }] } });
  const [key = ''] = await acceptances();
  expect(await acceptances()).toHaveLength(1);
  expect(await read(key)).toMatchObject({
    detail: `${refused.key}: torn (send again); ${refused.key}: empty (send again)`,
  });
});

test('each date is accepted by itself', async () => {
  const other = '2025-09-09';
  const plan = { dates: [other, day].map((date) => planned(date)), accept: [word] };
  const verdicts = Object.fromEntries([other, day].map((date) => [date, evidence().ranking.verdicts[day] as never]));
  const summaries = [bad({ ingestDate: other, fingerprint: 'g' }), bad()];
  expect((await audit('r', { plan, summaries, ranking: { verdicts } })).outcome).toBe('decided');
  expect(await acceptances()).toEqual([
    acceptanceKey(dataset, other, 'g', 'quarantined_share', 'ingest_date'),
    acceptanceKey(dataset, day, 'f', 'quarantined_share', 'ingest_date'),
  ]);
});

test('what only warns is not accepted, nor what is met', async () => {
  const accept = [{ check: 'volume' }, { check: 'restatement' }, word];
  await publish(
    ...['2025-09-07', '2025-09-08', '2025-09-09'].map((date) => summary({ ingestDate: date, rows: rows(900) })),
  );
  expect((await audit('r', { plan: { accept } })).outcome).toBe('decided');
  expect(await check('r', 'volume')).toMatchObject({ severity: 'warn', ok: false });
  expect(await acceptances()).toEqual([]);
});

const past = (count: number, changes: (at: number) => Partial<DateSummary>): DateSummary[] =>
  Array.from({ length: count }, (_, at) => summary({ ingestDate: addDays(day, -1 - at), ...changes(at) }));

test('a date is held against the published ones before it, not against what it was itself', async () => {
  await publish(...past(3, () => ({ rows: rows(300) })), summary({ rows: rows(300) }));
  await audit('r');
  expect((await check('r', 'volume'))?.detail).toBe('2025-09-10: 100 rows, median of the days before 300');
});

test('a date that the run derives anew counts as it becomes, one that it only reports as it is', async () => {
  const other = '2025-09-09';
  const verdicts = Object.fromEntries([other, day].map((date) => [date, evidence().ranking.verdicts[day] as never]));
  await publish(...past(3, (at) => ({ rows: rows(at === 2 ? 80 : 300) })));
  const plan = { dates: [other, day].map((date) => planned(date)) };
  await audit('r', { plan, summaries: [summary({ ingestDate: other }), summary()], ranking: { verdicts } });
  expect(await check('r', 'volume'), 'of 300, 100 and 80').toMatchObject({ ok: true });
  await audit('r', { plan: { dates: [planned(other, false), planned(day)] } });
  expect((await check('r', 'volume'))?.detail, 'of 300, 300 and 80').toContain('median of the days before 300');
});

test('of many published dates the latest count, and of a weekday as many as a median may want', async () => {
  // The last two weeks as today, before them three times as much.
  await publish(...past(70, (at) => ({ rows: rows(at < 14 ? 100 : 300) })));
  await audit('r');
  expect(await check('r', 'volume')).toMatchObject({ ok: true });
  // Every Wednesday of the last seven weeks but three of the latest is as large as today.
  lake = await origin.another();
  await publish(...past(70, (at) => ({ rows: rows(at % 7 === 6 && at >= 21 ? 100 : 300) })));
  await audit('r');
  expect(await check('r', 'volume')).toMatchObject({ ok: true });
});

test('a published date that lies behind the range does not count', async () => {
  const later = Array.from({ length: 60 }, (_, at) => summary({ ingestDate: addDays(day, 1 + at) }));
  await publish(...later, ...past(3, () => ({ rows: rows(300) })));
  await audit('r');
  expect(await check('r', 'volume')).toMatchObject({ ok: false });
});

test('a folder without a summary is no published date', async () => {
  await publish(...past(3, () => ({ rows: rows(300) })));
  await putJson(lake.silver, `_accepted/${dataset}/ingest_date=2025-09-06/index.parquet`, {});
  expect((await audit('r')).outcome).toBe('decided');
});

/** A run that stages an old date, whose rows its ingest date brings. */
const restating = (changes: Partial<DateSummary> = {}): Partial<Staged> => {
  const controlTotals = [{ date: '2025-09-01', measure: 'amount', unit: 'KRW', rows: 95, amount: '900.00' }];
  return {
    summaries: [summary({ eventDates: { '2025-09-01': 95 }, ...changes })],
    parts: [{ ...part, dates: [{ date: '2025-09-01', rows: 95, digest: 'new' }], controlTotals }],
    ranking: { touchedDates: ['2025-09-01'], controlTotals },
  };
};
const publishedDate = (count: number): Promise<unknown> =>
  putJson(lake.silver, catalogKey(dataset, '2025-09-01'), {
    date: '2025-09-01',
    rows: count,
    digest: 'old',
    partitions: [],
  });

test('law 4: a closed date that has rows and changes is told with what it had', async () => {
  await publishedDate(7);
  await audit('r', restating());
  expect((await check('r', 'restatement'))?.detail).toBe('closed date 2025-09-01 changes (7 rows before, now 95)');
});

test('law 4: the first delivery of old rows restates no date on which nothing stands', async () => {
  await audit('r', restating());
  expect(await check('r', 'restatement')).toMatchObject({ ok: true });
  await publishedDate(0);
  await audit('r', restating());
  expect(await check('r', 'restatement'), 'one that lost its rows').toMatchObject({ ok: true });
  await audit('r', restating({ released: true }));
  expect(await check('r', 'restatement'), 'late rows that were released').toMatchObject({ ok: false });
  await audit('r', restating({ eventDates: {} }));
  expect(await check('r', 'restatement'), 'the delivery has no row of it').toMatchObject({ ok: false });
});

test('law 4: derived anew, an old date restates', async () => {
  await publish(summary({ eventDates: { '2025-09-01': 95 } }));
  await audit('r', restating());
  expect(await check('r', 'restatement')).toMatchObject({ ok: false });
});
