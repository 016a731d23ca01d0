import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerState } from '../../lib/stages/plan/owner-state.ts';

/** What the service answers next, as it stands on the wire. */
let answer: { status: number; body: object } = { status: 200, body: {} };
let server: Server;
let states: SFNClient;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  states = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'TESTROLE', secretAccessKey: 'not-verified' },
    maxAttempts: 1,
  });
});
afterAll(() => {
  states.destroy();
  server.close();
});

const stopped = new Date('2025-09-02T03:00:00Z');
const after = (seconds: number): Date => new Date(stopped.getTime() + seconds * 1000);
const zombieSeconds = 900;

function stateAt(now: Date, body: object, status = 200): ReturnType<typeof ownerState> {
  answer = { status, body };
  return ownerState(states, 'arn:aws:states:ap-northeast-2:111111111111:execution:m:one', now, zombieSeconds);
}

test.each(['RUNNING', 'PENDING_REDRIVE'])(
  'law 11: an execution that is %s can still write, however long ago',
  async (status) => {
    expect(await stateAt(after(1_000_000), { status, stopDate: stopped.getTime() / 1000 })).toBe('running');
  },
);

test.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])(
  'law 11: a function that an execution left behind can still write: %s counts as ended only when none can be left',
  async (status) => {
    const body = { status, stopDate: stopped.getTime() / 1000 };
    expect(await stateAt(after(0), body)).toBe('running');
    expect(await stateAt(after(zombieSeconds - 1), body)).toBe('running');
    expect(await stateAt(after(zombieSeconds), body)).toBe('ended');
  },
);

test('one that has stopped at nobody knows when is given its time from now on', async () => {
  expect(await stateAt(after(1_000_000), { status: 'FAILED' })).toBe('running');
});

const fault = (name: string): object => ({ __type: name, message: name });

test('one that nobody knows any more has long ended', async () => {
  expect(await stateAt(after(0), fault('ExecutionDoesNotExist'), 400)).toBe('ended');
});

test.each([
  ['ThrottlingException', 400],
  ['InternalFailure', 500],
  ['ServiceUnavailable', 503],
])('%s says nothing of it: it is held to be alive', async (name, status) => {
  expect(await stateAt(after(1_000_000), fault(name), status)).toBe('unknown');
});

test.each(['AccessDeniedException', 'InvalidArn', 'KmsAccessDeniedException'])(
  'law 10: %s is no passing failure: it is told, or the lease would never pass on without a word',
  async (name) => {
    await expect(stateAt(after(0), fault(name), 400)).rejects.toMatchObject({ name });
  },
);

test('a service that does not answer says nothing of it', async () => {
  const nobody = new SFNClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'TESTROLE', secretAccessKey: 'not-verified' },
    maxAttempts: 1,
  });
  expect(await ownerState(nobody, 'arn:aws:states:ap-northeast-2:111111111111:execution:m:one', stopped, 1)).toBe(
    'unknown',
  );
  nobody.destroy();
});
