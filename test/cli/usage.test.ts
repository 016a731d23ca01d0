import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keysOf } from '../end-to-end/home.ts';
import { makeFolder, paylake, paylakeJson, removeFolder } from './paylake.ts';

let folder: string;
let home: string;

beforeAll(async () => {
  folder = await makeFolder();
  home = join(folder, 'home');
  await mkdir(join(folder, 'empty'));
});
afterAll(() => removeFolder(folder));

/** What a run leaves behind: objects, executions, messages. */
function traces(): string[] {
  return ['s3', 'executions', 'alerts'].flatMap((name) => keysOf(join(home, name)).map((key) => `${name}/${key}`));
}

const oneDay = ['--from', '2025-09-01', '--to', '2025-09-01'];
const landing = ['run', '--feed', 'purchase-cards', '--ingest-date', '2025-09-01', '--input'];

/** Arguments (`FOLDER` is a folder of the test) and what the message has to name. */
const wrong: [name: string, args: string[], message: RegExp][] = [
  ['demo: no such month', ['demo', '--from', '2025-13-01'], /2025-13-01/],
  ['demo: no such day', ['demo', '--from', '2025-02-01', '--to', '2025-02-30'], /2025-02-30/],
  ['demo: range backwards', ['demo', '--from', '2025-09-02', '--to', '2025-09-01'], /2025-09-02.*2025-09-01/],
  ['demo: 93 days', ['demo', '--from', '2025-01-01', '--to', '2025-04-03'], /93.*92/],
  ['demo: share above 1', ['demo', '--bad', '1.5'], /bad.*1\.5/],
  ['demo: share below 0', ['demo', '--late=-0.1'], /late.*-0\.1/],
  ['demo: share is a word', ['demo', '--duplicates', 'many'], /duplicates.*many/],
  ['demo: no rows', ['demo', '--rows', '0'], /rows.*0/],
  ['demo: half a row', ['demo', '--rows', '1.5'], /rows.*1\.5/],
  ['run: bad date', ['run', '--from', '1/9/2025', '--to', '2025-09-01'], /1\/9\/2025/],
  ['run: half a range', ['run', '--from', '2025-09-01'], /from and to/],
  ['run: range backwards', ['run', '--from', '2025-09-02', '--to', '2025-09-01'], /2025-09-02.*2025-09-01/],
  ['run: 93 days', ['run', '--from', '2025-01-01', '--to', '2025-04-03'], /93.*92/],
  ['run: unknown dataset', ['run', '--dataset', 'payments', ...oneDay], /payments/],
  ['run: unknown check', ['run', ...oneDay, '--accept', 'everything'], /everything/],
  ['run: unknown feed', ['run', '--feed', 'cards', '--input', 'FOLDER', '--ingest-date', '2025-09-01'], /cards/],
  ['run: feed without input', ['run', '--feed', 'purchase-cards', '--ingest-date', '2025-09-01'], /--input/],
  ['run: feed and range', [...landing, 'FOLDER/empty', ...oneDay], /--from.*--feed|--feed.*--from/],
  ['run: no such folder', [...landing, 'FOLDER/nowhere'], /FOLDER\/nowhere/],
  ['run: empty folder', [...landing, 'FOLDER/empty'], /FOLDER\/empty/],
  ['run: bad ingest date', ['run', '--feed', 'purchase-cards', '--input', 'FOLDER', '--ingest-date', 'today'], /today/],
  ['backfill: no range', ['backfill'], /--from/],
  ['backfill: bad date', ['backfill', '--from', '2025-09-31', '--to', '2025-10-01'], /2025-09-31/],
  ['query: no SQL', ['query'], /sql/i],
  ['query: an analysis that is none', ['query', '--named', 'sales'], /sales/],
  ['query: a parameter that is none', ['query', '--named', 'net_by_day', '--set', 'day=1'], /day/],
  ['query: a parameter without a value', ['query', '--named', 'net_by_day', '--set', 'currency='], /currency/],
  ['query: no pair', ['query', '--named', 'net_by_day', '--set', 'KRW'], /KEY=VALUE/],
  ['query: two questions', ['query', 'select 1', '--named', 'net_by_day'], /one of/],
  ['query: a list and a question', ['query', 'select 1', '--list'], /--list/],
  ['query: a parameter of nothing', ['query', 'select :n', '--set', 'n=1'], /--named/],
  ['query: two forms at once', ['query', 'select 1', '--csv'], /--csv.*--json/],
  ['held release: no reason', ['held', 'release', ...oneDay], /--reason/],
  [
    'withdraw: no file',
    ['withdraw', '--feed', 'transactions', '--ingest-date', '2025-09-01', '--reason', 'x'],
    /--file/,
  ],
  ['status: unknown dataset', ['status', '--dataset', 'payments'], /payments/],
  ['status: unknown target', ['status', '--target', 'moon'], /moon/],
  ['unknown option', ['run', '--frmo', '2025-09-01'], /--frmo/],
  ['unknown command', ['rnu'], /rnu/],
  ['unknown command that asks for help', ['rnu', '--help'], /rnu/],
  ['unknown part of a command that asks for help', ['held', 'rnu', '--help'], /rnu/],
];

test.for(wrong)('%s: exit 2, one helpful document, nothing touched', async ([, args, message]) => {
  const before = traces();
  const given = args.map((arg) => arg.replace('FOLDER', folder));
  const { status, document } = await paylakeJson(...given, '--home', home);
  expect(status).toBe(2);
  expect(document.error).toEqual({ kind: 'usage', message: expect.any(String), next: expect.any(String) });
  expect(document.error.message.replaceAll(folder, 'FOLDER')).toMatch(message);
  expect(document.error.next).not.toBe('');
  expect(traces()).toEqual(before);
  expect(document.schema).toBe('paylake.error/1');
});

test.for([
  ['unknown command', ['rnu'], /rnu/],
  ['bad share', ['demo', '--bad', '1.5'], /bad.*1\.5/],
  ['no such folder', [...landing, 'FOLDER/nowhere'], /nowhere/],
] as const)('without --json %s is text on stderr, nothing on stdout', async ([, args, message]) => {
  const given = args.map((arg) => arg.replace('FOLDER', folder));
  const { status, stdout, stderr } = await paylake(...given, ...(args[0] === 'rnu' ? [] : ['--home', home]));
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('demo is refused where the environment has no generator, without waiting for a network', async () => {
  const { status, document } = await paylakeJson('demo', '--target', 'prod');
  expect(status).toBe(2);
  expect(document.error.kind).toBe('usage');
  // Without credentials that may be what is noticed first.
  expect(document.error.message).toMatch(/prod.*(generator|credentials)/);
});

test('an environment that cannot be reached for want of credentials says so', async () => {
  const { status, document } = await paylakeJson('status', '--target', 'prod');
  expect(status).toBe(2);
  expect(document.error.message).toMatch(/credentials/);
  expect(document.error.next).toMatch(/credentials/);
});

test('a home that is a file is wrong set-up, not a defect', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'mine');
  const { status, document } = await paylakeJson('status', '--home', file);
  expect(document.error.message).toContain(file);
  expect([status, document.error.kind]).toEqual([2, 'usage']);
});

test('92 days are a range; dates without Bronze are no error, but are named', async () => {
  const range = ['--from', '2025-01-01', '--to', '2025-04-02'];
  const { status, document } = await paylakeJson<{ days: []; checks: { name: string; ok: boolean }[] }>(
    'run',
    ...range,
    '--home',
    home,
  );
  expect(status).toBe(0);
  expect(document.days).toEqual([]);
  expect(document.checks).toContainEqual(expect.objectContaining({ name: 'missing_days', ok: false }));
  expect(existsSync(join(home, 'warehouse.duckdb'))).toBe(true);
});
