import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { acceptedPrefix, journalKey } from '../../lib/lake/keys.ts';
import { type Bucket, putJson, removeObject } from '../../lib/lake/objects.ts';
import type { KnownRun } from '../../lib/stages/watch/runs-since.ts';
import { type Watch, watchRun } from '../../lib/stages/watch/watch-run.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let silver: Bucket;
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  silver = { s3: endpoint.client, name: endpoint.bucket };
});
afterAll(() => endpoint.remove());
const summaryKey = `${acceptedPrefix('transactions', '2025-09-01')}summary.json`;
beforeEach(async () => {
  await removeObject(silver, summaryKey);
  await removeObject(silver, journalKey('transactions'));
});

/** 08:00 on 2 September in Seoul is 23:00 UTC the day before. */
const late: Watch = { check: 'published', dataset: 'transactions', scheduledTime: '2025-09-01T23:00:00Z' };
const missing: Watch = { check: 'started', dataset: 'transactions', scheduledTime: '2025-09-01T21:10:00Z' };
const run = (status: string): KnownRun => ({ runId: 'daily-1', status });

test('a published day is well, at both looks', async () => {
  await putJson(silver, summaryKey, {});
  for (const watch of [missing, late]) expect(await watchRun(silver, watch, [], ' --target dev')).toBeUndefined();
});

test('a run that has not started is missing: one message with the day and the next command', async () => {
  const alert = await watchRun(silver, missing, [], ' --target dev');
  expect(alert?.subject).toBe('[paylake] transactions 2025-09-01: missing run');
  expect(alert?.message).toContain('no run has started');
  expect(alert?.message).toContain('npx paylake run --target dev --from 2025-09-01 --to 2025-09-01');
});

test.each(['running', 'failed', 'succeeded'])(
  'a run that has started is not missing, also when it is %s',
  async (status) => {
    expect(await watchRun(silver, missing, [run(status)], ' --target dev')).toBeUndefined();
  },
);

test.each([
  ['still at work', [run('running')], 'daily-1 is still at work'],
  ['ended without publishing', [run('succeeded')], 'daily-1 has ended (succeeded) without publishing'],
  ['never there', [], 'no run has started'],
])('a day that is not published at the deadline is late: %s', async (_, runs, cause) => {
  const alert = await watchRun(silver, late, runs, ' --target dev');
  expect(alert?.subject).toBe('[paylake] transactions 2025-09-01: late run');
  expect(alert?.message).toContain(cause);
});

test('a day whose run is decided but not finished is late, though its summary is there', async () => {
  await putJson(silver, summaryKey, {});
  await putJson(silver, journalKey('transactions'), { runId: 'daily-1' });
  const alert = await watchRun(silver, late, [run('failed')], ' --target dev');
  expect(alert?.message).toContain('daily-1 is decided but not finished');
});
