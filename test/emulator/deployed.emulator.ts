import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getJson, listObjects } from '../../lib/lake/objects.ts';
import type { RunDocument } from '../end-to-end/report.ts';
import { callJson } from './call-json.ts';
import { expectSame, expectSameMarts, verdictsOf } from './compare.ts';
import { type Deployment, deploy } from './deployment.ts';
import { listResources } from './list-resources.ts';

/*
 * The life of one deployment, step by step, beside a home of the local target that gets the same deliveries: whatever is done to
 * either, Silver has the same bytes, the marts the same rows and each day the same verdicts.
 */

let deployed: Deployment;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed?.close());

const range = (from: string, to = from): string[] => ['--from', from, '--to', to];
const rows = ['--rows', '200'];

async function reportOf(runId: string): Promise<RunDocument> {
  const found = await getJson<RunDocument>(deployed.target.silver, `_runs/${runId}/report.json`);
  if (!found) throw new Error(`no report of ${runId}`);
  return found.value;
}

test('doctor finds what is deployed ready for the next deploy', async () => {
  const { status, document } = await deployed.ask<{ ok: boolean; checks: { check: string; state: string }[] }>(
    'doctor',
  );
  expect([status, document.ok]).toEqual([0, true]);
  const unasked = document.checks.filter(({ state }) => state === 'unasked').map(({ check }) => check);
  expect(unasked.filter((check) => !check.startsWith('quota'))).toEqual([]);
});

test('a range of generated days', async () => {
  const { status } = await expectSame(deployed, 'demo', ...range('2025-09-01', '2025-09-03'), ...rows);
  expect(status).toBe('succeeded');
  await expectSameMarts(deployed);
});

test('the daily execution takes the day before its scheduled time', async () => {
  const { target, start, ended, askLocal, home } = deployed;
  const { document } = await askLocal('demo', ...range('2025-09-04'), ...rows);
  const folder = 'transactions/ingest_date=2025-09-04';
  for (const file of readdirSync(join(home, 'local/s3/paylake-bronze', folder))) {
    const Body = readFileSync(join(home, 'local/s3/paylake-bronze', folder, file));
    const put = { Bucket: target.bronze.name, Key: `${folder}/${file}`, Body, IfNoneMatch: '*' };
    await target.bronze.s3.send(new PutObjectCommand(put));
  }
  // 06:00 in Seoul on the 5th.
  const execution = await ended(await start('daily-2025-09-04', { scheduledTime: '2025-09-04T21:00:00Z' }));
  const output = { runId: 'daily-2025-09-04', status: 'succeeded', reportKey: '_runs/daily-2025-09-04/report.json' };
  expect(JSON.parse(execution.output ?? '{}')).toEqual(output);
  expect(verdictsOf(await reportOf('daily-2025-09-04'))).toEqual(verdictsOf(document));
});

test('the same start a second time does nothing twice', async () => {
  const { start, ended } = deployed;
  const first = await reportOf('daily-2025-09-04');
  const input = { scheduledTime: '2025-09-04T21:00:00Z' };
  await expect(start('daily-2025-09-04', { ...input, dataset: 'transactions' })).rejects.toThrow(/already exists/i);
  const again = await ended(await start('daily-2025-09-04-again', input));
  expect(again.status).toBe('SUCCEEDED');
  const { days, silverDigest, factRows } = await reportOf('daily-2025-09-04-again');
  expect({ days, silverDigest, factRows }).toEqual({
    days: first.days,
    silverDigest: first.silverDigest,
    factRows: first.factRows,
  });
});

test('of two starts at once one works and the other finds it at work', async () => {
  const { start, ended } = deployed;
  const input = { from: '2025-09-01', to: '2025-09-04' };
  const starts = await Promise.all([start('one', input), start('other', input)]);
  const outputs = (await Promise.all(starts.map(ended))).map(({ output }) => JSON.parse(output ?? '{}').status);
  expect(outputs.sort()).toEqual(['locked', 'succeeded']);
});

test('a backfill over the range', async () => {
  const { document } = await deployed.ask<{ days: object[] }>(
    'backfill',
    '--plan',
    ...range('2025-09-01', '2025-09-04'),
  );
  expect(document.days).toHaveLength(4);
  const { status } = await expectSame(deployed, 'backfill', ...range('2025-09-01', '2025-09-04'));
  expect(status).toBe('succeeded');
  await expectSameMarts(deployed);
});

test('a file that comes again, under its date and under a later one', async () => {
  const before = (await deployed.ask<{ published: object }>('status')).document.published;
  const folder = join(deployed.home, 'local/s3/paylake-bronze/transactions/ingest_date=2025-09-04');
  const file = join(folder, readdirSync(folder)[0] ?? '');
  const feed = ['run', '--feed', 'transactions', '--input', file];
  await expectSame(deployed, ...feed, '--ingest-date', '2025-09-04');
  expect((await deployed.ask<{ published: object }>('status')).document.published).toEqual(before);
  const later = await expectSame(deployed, ...feed, '--ingest-date', '2025-09-05');
  expect(later.days[0]?.rows).toMatchObject({ quarantined: expect.any(Number) });
  await expectSameMarts(deployed);
  const other = join(deployed.home, 'generated-0000.ndjson.gz');
  await writeFile(other, '{"transaction_id":"another-one"}\n');
  const refused = await deployed.ask('run', '--feed', 'transactions', '--input', other, '--ingest-date', '2025-09-04');
  expect([refused.status, refused.document.error?.kind]).toEqual([2, 'usage']);
});

test('a blocked day: nothing changes, and a message says what to do', async () => {
  const before = await deployed.ask<{ rows: unknown[] }>('query', 'select count(*) from core.fact_transactions');
  const { status, runId } = await expectSame(deployed, 'demo', ...range('2025-09-06'), ...rows, '--bad', '0.3');
  expect(status).toBe('blocked');
  const [message] = await deployed.alerts.next(runId);
  expect(message).toContain('status: blocked');
  expect(message).toMatch(/npx paylake run --target emulator .*--accept quarantined_share/);
  expect(await deployed.ask('query', 'select count(*) from core.fact_transactions')).toEqual(before);
});

test('a day that fails is tried again by itself, says so, and is finished by the next run', async () => {
  const { emulator, ask, alerts } = deployed;
  await emulator.stopWarehouse();
  const failed = await ask('demo', ...range('2025-09-07'), ...rows);
  expect([failed.status, failed.document.status, failed.document.error?.kind]).toEqual([4, 'failed', 'transient']);
  // The first try and the four that the machine's Retry grants to a TransientError.
  expect((await logOf('LoadLogs')).filter((line) => line.includes('"message":"failed"'))).toHaveLength(5);
  const [message] = await alerts.next(failed.document.runId);
  expect(message).toContain('status: failed');
  expect(message).toContain('step:   load');
  await emulator.startWarehouse();
  const { document } = await deployed.askLocal('demo', ...range('2025-09-07'), ...rows);
  const again = await ask('run', ...range('2025-09-07'));
  expect([again.status, again.document.silverDigest]).toEqual([0, document.silverDigest]);
  expect(again.document.days).toEqual(document.days);
  await expectSameMarts(deployed);
});

/** What a function logged, in the log group that the app made for it. */
async function logOf(logicalId: string): Promise<string[]> {
  const body = { logGroupName: await deployed.resource(logicalId) };
  type Log = { events: { message: string }[] };
  const { events } = await callJson<Log>(deployed.emulator.env, 'logs', 'Logs_20140328.FilterLogEvents', body);
  return events.map(({ message }) => message);
}

test('an id is explained', async () => {
  const { document } = await deployed.ask<{ rows: string[][] }>(
    'query',
    'select min(transaction_id) from core.fact_transactions',
  );
  const id = document.rows[0]?.[0] ?? '';
  const explained = (ask: Deployment['ask']) => ask<{ arrivals: object[] }>('explain', id);
  const [there, here] = [await explained(deployed.ask), await explained(deployed.askLocal)];
  expect(there.document.arrivals).toEqual(here.document.arrivals);
});

type Schedule = { Target: { Arn: string; RoleArn: string; Input: string }; State: string };

test('a schedule with the target of the daily one starts the machine, not before its time', async () => {
  const { emulator, resource, target } = deployed;
  const call = <Reply>(operation: string, body: object = {}): Promise<Reply> =>
    callJson<Reply>(emulator.env, 'scheduler', operation, body);
  const daily = await call<Schedule>(`GET /schedules/${await resource('DailyRun')}`);
  expect([daily.Target.Arn, daily.State]).toEqual([target.machineArn, 'DISABLED']);
  // What EventBridge Scheduler fills in, MiniStack leaves as it is.
  const Input = daily.Target.Input.replace('<aws.scheduler.scheduled-time>', '2025-09-07T21:00:00Z');
  expect(Input).not.toBe(daily.Target.Input);
  const at = new Date(Date.now() + 3000);
  const once = {
    ScheduleExpression: `at(${at.toISOString().slice(0, 19)})`,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { ...daily.Target, Input },
  };
  const known = new Set(await executionsOf(target).then((all) => all.map(({ executionArn }) => executionArn)));
  await call('POST /schedules/once', once);
  let started: Awaited<ReturnType<typeof executionsOf>>[number] | undefined;
  while (!started) {
    await sleep(300);
    started = (await executionsOf(target)).find(({ executionArn }) => !known.has(executionArn));
  }
  expect(started.startDate?.getTime()).toBeGreaterThanOrEqual(Math.floor(at.getTime() / 1000) * 1000);
  const { input, output } = await deployed.ended(started.executionArn ?? '');
  expect(JSON.parse(input ?? '{}')).toEqual({ scheduledTime: '2025-09-07T21:00:00Z' });
  expect(JSON.parse(output ?? '{}').status).toBe('succeeded');
  await call('DELETE /schedules/once');
});

async function executionsOf({ states, machineArn }: Deployment['target']) {
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn: machineArn }));
  return executions;
}

test('a deploy over it keeps what is there', async () => {
  const { ask, emulator } = deployed;
  const migrations = (): Promise<{ document: { rows: string[][] } }> =>
    ask('query', 'select name, applied_at from ops.schema_migrations order by name');
  const before = [(await migrations()).document.rows, (await ask<{ published: object }>('status')).document.published];
  await emulator.deployChange();
  const after = [(await migrations()).document.rows, (await ask<{ published: object }>('status')).document.published];
  expect(after).toEqual(before);
  await expectSame(deployed, 'backfill', ...range('2025-09-03', '2025-09-04'));
});

test('the emulator stops, or is killed, in the middle of a run: the next one finishes', async () => {
  const { emulator, target, start, ended } = deployed;
  if (!emulator.restart) return;
  for (const how of ['stop', 'kill'] as const) {
    const runId = `${how}-in-the-middle`;
    const execution = await start(runId, { from: '2025-09-03', to: '2025-09-04' });
    while ((await listObjects(target.silver, `_staged/${runId}/`)).length === 0) await sleep(20);
    await emulator.restart(how);
    // What was not saved is forgotten; either way the run did not end well, and its lease is in the way.
    const fate = await ended(execution).then(
      ({ status }) => status,
      () => 'forgotten',
    );
    expect([how, fate]).toEqual([how, how === 'stop' ? 'FAILED' : 'forgotten']);
    expect((await listObjects(target.silver, '_lease/')).length).toBe(1);
    await expectSame(deployed, 'backfill', ...range('2025-09-03', '2025-09-04'));
  }
  await expectSameMarts(deployed);
});

/** Switches the protection that prod's stacks have, on the stacks as they are deployed. */
async function protectStacks(EnableTerminationProtection: boolean): Promise<void> {
  const client = new CloudFormationClient();
  for (const name of ['Pipeline', 'Warehouse', 'Storage']) {
    const StackName = `Paylake-emulator-${name}`;
    await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }));
  }
}

test('destroy is refused by protected stacks, as prod has them, and takes nothing', async () => {
  const { emulator } = deployed;
  const before = await listResources(emulator.env);
  await protectStacks(true);
  await expect(emulator.destroy()).rejects.toThrow(/TerminationProtection is enabled/);
  await protectStacks(false);
  expect(await listResources(emulator.env)).toEqual(before);
  expect((await deployed.ask('status')).status).toBe(0);
});

test('destroy leaves what the bootstrap made, whatever data there is, and a key that waits for its end', async () => {
  const { emulator, target } = deployed;
  for (const bucket of [target.bronze, target.silver])
    expect((await listObjects(bucket, '')).length).toBeGreaterThan(9);
  await emulator.destroy();
  const left = (await listResources(emulator.env)).filter((name) => !name.includes('hnb659fds'));
  // The bootstrap's things have this in their names; the queue is this suite's.
  expect(left).toEqual(['key PendingDeletion', 'queue alerts', 'stack CDKToolkit']);
});
