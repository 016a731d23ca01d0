import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createFunctionPool, type FunctionPool, type PoolOptions } from '../../lambda/function-pool.ts';

/** A handler that tells which process it runs in, or does what it is asked to. */
const handler = `exports.handler = async ({ does }) => {
  if (does === 'throw') throw Object.assign(new Error('no such file'), { name: 'FileRefused' });
  if (does === 'exit') process.exit(3);
  if (does === 'hang') await new Promise((resolve) => setTimeout(resolve, 600_000));
  return { pid: process.pid, home: process.env.HOME ?? null, own: process.env.OWN };
};`;

let folder: string;
let options: PoolOptions;
let pool: FunctionPool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paylake-'));
  await mkdir(join(folder, 'code'));
  await writeFile(join(folder, 'code/index.js'), handler);
  const fn = {
    name: 'Echo',
    arn: 'arn:echo',
    code: join(folder, 'code'),
    layers: [],
    handler: 'index.handler',
    environment: { OWN: 'yes' },
    timeoutSeconds: 30,
    memoryMiB: 128,
    role: 'EchoRole',
  };
  options = { functions: [fn], endpoints: {}, home: folder };
  pool = createFunctionPool(options);
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  pool.close();
  await rm(folder, { recursive: true, force: true });
});

const pidOf = async (of = pool): Promise<unknown> => ((await of.invoke('arn:echo', {})) as { pid: number }).pid;

test('a function has the environment of its template and nothing of ours, and its process is kept warm', async () => {
  expect(await pool.invoke('arn:echo', {})).toMatchObject({ home: null, own: 'yes' });
  expect(await pidOf()).toBe(await pidOf());
});

test('an idle process ends after five seconds, since it keeps the memory of its largest work', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const first = await pidOf();
  vi.advanceTimersByTime(4_999);
  expect(await pidOf(), 'asked again in time').toBe(first);
  vi.advanceTimersByTime(5_000);
  expect(await pidOf()).not.toBe(first);
});

test('it keeps as many idle processes as it is told to, as long as it is told to', async () => {
  const none = createFunctionPool({ ...options, idle: { processes: 0, milliseconds: 5_000 } });
  expect(await pidOf(none)).not.toBe(await pidOf(none));
  none.close();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const long = createFunctionPool({ ...options, idle: { processes: 1, milliseconds: 9_000 } });
  const first = await pidOf(long);
  vi.advanceTimersByTime(8_999);
  expect(await pidOf(long)).toBe(first);
  long.close();
});

test('errors carry the names that the machine catches by', async () => {
  await expect(pool.invoke('arn:echo', { does: 'throw' })).rejects.toMatchObject({ name: 'FileRefused' });
  await expect(pool.invoke('arn:echo', { does: 'exit' })).rejects.toMatchObject({ name: 'Runtime.ExitError' });
  await expect(pool.invoke('arn:nobody', {})).rejects.toMatchObject({ name: 'Lambda.ResourceNotFoundException' });
});

test('what runs into its time limit is ended, and the next call has a new process', async () => {
  const first = await pidOf();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const hanging = pool.invoke('arn:echo', { does: 'hang' });
  const ended = expect(hanging).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
  // The timer is set a few ticks after the call.
  for (let tick = 0; tick < 10; tick++) await Promise.resolve();
  vi.advanceTimersByTime(30_000);
  await ended;
  expect(await pidOf()).not.toBe(first);
});
