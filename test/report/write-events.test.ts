import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineageKey, runKey } from '../../lib/lake/keys.ts';
import { type Bucket, putJson } from '../../lib/lake/objects.ts';
import type { RunEvent } from '../../lib/lineage/events/openlineage.ts';
import { emptyReport } from '../../lib/run/empty-report.ts';
import type { RunReport } from '../../lib/run/records.ts';
import { writeEvents } from '../../lib/stages/report/write-events.ts';
import { MemoryS3 } from '../laws/memory-s3.ts';
import { validateEvent } from '../lineage/events/validate-event.ts';

const times = { startedAt: '2025-09-02T21:00:00.000Z', endedAt: '2025-09-02T21:04:00.000Z' };
const names = {
  jobNamespace: 'paylake-test',
  bronzeBucket: 'bronze',
  silverBucket: 'silver',
  warehouse: { namespace: 'redshift://w.r:5439', database: 'paylake' },
};
let silver: Bucket;
let warnings: string[];
beforeEach(async () => {
  silver = { s3: new MemoryS3({}), name: 'silver' };
  await silver.s3.send(new CreateBucketCommand({ Bucket: 'silver' }));
  warnings = [];
});

const error = { kind: 'internal', message: 'accept: cannot read {"customer_id":"kim"}', next: '' };
const blocked = { name: 'quarantined_share', severity: 'block', ok: false, detail: 'customer kim' } as const;
const ended = (status: RunReport['status']): RunReport => {
  const range = { runId: 'run-1', dataset: 'transactions', from: '2025-09-01', to: '2025-09-01' };
  return {
    ...emptyReport({ ...range, status: 'failed', error }),
    status,
    checks: status === 'blocked' ? [blocked] : [],
  };
};
const say = (status: RunReport['status'], url = ''): Promise<void> =>
  writeEvents(silver, ended(status), times, { names, url, warn: (text) => warnings.push(text) });
async function said(): Promise<RunEvent[]> {
  const { Body } = await silver.s3.send(new GetObjectCommand({ Bucket: 'silver', Key: lineageKey('run-1') }));
  const lines = ((await Body?.transformToString()) ?? '').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as RunEvent);
}
const types = async (): Promise<string[]> => (await said()).map(({ eventType }) => eventType);

describe('beside the run record', () => {
  it('stand start and end, a line each, that keep the schema', async () => {
    const files = [{ key: 'purchase-cards/ingest_date=2025-09-01/a.csv', size: 1, feed: 'purchase-cards' }];
    const dates = [{ ingestDate: '2025-09-01', fingerprint: '', files, released: false, derive: true }];
    await putJson(silver, runKey('run-1', 'plan'), { dates });
    await say('succeeded');
    const events = await said();
    expect(events.map(({ eventType }) => eventType)).toEqual(['START', 'COMPLETE']);
    expect(events.flatMap(validateEvent)).toEqual([]);
    expect(events[0]?.inputs[0]).toEqual({ namespace: 's3://bronze', name: 'purchase-cards' });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['blocked', 'blocked by quarantined_share'],
    ['failed', 'failed in accept'],
  ] as const)('a run that is %s has failed, and no row is quoted', async (status, why) => {
    await say(status);
    const [, end] = await said();
    expect(await types()).toEqual(['START', 'FAIL']);
    expect(end?.run.facets?.errorMessage?.message).toBe(`${why}; why stands in the report of the run`);
    expect(JSON.stringify(await said())).not.toContain('kim');
  });

  it('nothing is said twice, and a run that failed may be finished later', async () => {
    for (const status of ['failed', 'failed', 'succeeded', 'succeeded'] as const) await say(status);
    expect(await types()).toEqual(['START', 'FAIL', 'COMPLETE']);
  });

  it('what cannot be written or read is a warning', async () => {
    await silver.s3.send(new PutObjectCommand({ Bucket: 'silver', Key: lineageKey('run-1'), Body: '{"torn' }));
    await say('succeeded');
    expect(warnings).toEqual([expect.stringMatching(/no lineage was written of run run-1: SyntaxError/)]);
  });
});

describe('a receiver', () => {
  let server: Server;
  let received: RunEvent[];
  let status: number;
  beforeEach(async () => {
    [received, status] = [[], 201];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push(JSON.parse(body) as RunEvent);
        response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => server.close());
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/lineage`;

  it('gets what is written', async () => {
    await say('succeeded', url());
    expect(received).toEqual(await said());
    expect(warnings).toEqual([]);
  });

  it.each([500, 302])('that answers %i is warned of once, and the events stand', async (answer) => {
    status = answer;
    await say('succeeded', url());
    expect(received).toHaveLength(1);
    expect(warnings).toEqual([expect.stringMatching(/event START did not reach 127\.0\.0\.1:\d+: /)]);
    expect(await types()).toEqual(['START', 'COMPLETE']);
  });

  it('that is not there is warned of, and the events stand', async () => {
    await say('succeeded', 'http://127.0.0.1:1/');
    expect(warnings).toHaveLength(1);
    expect(await types()).toEqual(['START', 'COMPLETE']);
  });

  it('that never answers is given five seconds', { timeout: 20_000 }, async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const began = Date.now();
    await say('succeeded', `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
    expect(Date.now() - began).toBeGreaterThanOrEqual(4900);
    expect(warnings).toEqual([expect.stringMatching(/START did not reach .*: TimeoutError/)]);
    silent.closeAllConnections();
    silent.close();
  });
});
