import { readdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, paylake, paylakeJson, removeFolder } from '../cli/paylake.ts';
import { contentOf, keysOf, seen, silverOf } from './home.ts';
import { type RunDocument, run, succeed } from './report.ts';

const range = ['--from', '2025-09-01', '--to', '2025-09-01'];

let home: string;
let expected: Record<string, unknown>;

beforeAll(async () => {
  home = await makeFolder();
  await succeed('demo', ...range, '--rows', '100', '--home', home);
  expected = await seen(home);
});
afterAll(() => removeFolder(home));

const again = (): string[] => ['backfill', ...range, '--home', home];

/** The newest message that was sent. */
function lastAlert(): string {
  const name = readdirSync(join(home, 'alerts')).sort().at(-1) ?? '';
  return readFileSync(join(home, 'alerts', name), 'utf8');
}

/** A failed run says in its report and in the message: which run, which step, why, and what to do next. */
function expectExplained(answer: { status: number | null; document: RunDocument }, step: string): void {
  const { status, document } = answer;
  expect([1, 4]).toContain(status);
  expect(document.status).toBe('failed');
  const { runId, error } = document;
  expect(error?.kind).toBe(status === 4 ? 'transient' : 'internal');
  expect(error?.message).toMatch(new RegExp(`^${step}: .+`));
  expect(error?.next).toMatch(/.+/);
  const alert = lastAlert();
  for (const text of [runId, error?.message, error?.next]) expect(alert).toContain(text);
  expect(alert).toMatch(new RegExp(`^step: +${step}$`, 'm'));
}

test('an object store that cannot be written: explained, nothing visible changed, the next run recovers', async () => {
  const staged = join(silverOf(home), '_staged');
  await rename(staged, `${staged}.away`);
  await writeFile(staged, 'a file where a folder should be');
  const before = contentOf(silverOf(home), 'transactions/');
  expectExplained(await run(...again()), 'accept');
  expect(contentOf(silverOf(home), 'transactions/')).toEqual(before);
  expect(await seen(home)).toEqual(expected);
  await rm(staged);
  await rename(`${staged}.away`, staged);
  await succeed(...again());
  expect(await seen(home)).toEqual(expected);
});

async function inWarehouse(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(home, 'warehouse.duckdb'));
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

test('a load that fails leaves the warehouse as it was, and is finished by the next run', async () => {
  await inWarehouse('alter table core.fact_transactions rename column channel to canal');
  const before = await seen(home);
  expectExplained(await run(...again()), 'load');
  expect(await seen(home)).toEqual(before);
  const { document } = await paylakeJson<{ unfinished: unknown }>('status', '--home', home);
  expect(document.unfinished).toEqual(expect.any(String));
  await inWarehouse('alter table core.fact_transactions rename column canal to channel');
  await succeed(...again());
  expect(await seen(home)).toEqual(expected);
  expect(keysOf(silverOf(home)).filter((key) => /^_(lease|journal)\//.test(key))).toEqual([]);
});

test('a warehouse file that is no database is named, not overwritten; put back, all is well', async () => {
  const warehouse = join(home, 'warehouse.duckdb');
  await rename(warehouse, `${warehouse}.away`);
  await writeFile(warehouse, 'no database');
  const { status, document, stderr } = await paylakeJson(...again());
  expect([1, 2, 4]).toContain(status);
  expect(document).toMatchObject({ schema: 'paylake.error/1', error: { next: expect.stringMatching(/.+/) } });
  expect(document.error.message).toContain(warehouse);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(readFileSync(warehouse, 'utf8')).toBe('no database');
  await rename(`${warehouse}.away`, warehouse);
  expect((await paylake('status', '--home', home)).status).toBe(0);
  expect(await seen(home)).toEqual(expected);
});
