import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-redshift-data';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { findDataset } from '../../lib/datasets/find-dataset.ts';
import { datasets } from '../../lib/datasets/index.ts';
import { martGroups } from '../../lib/datasets/mart-groups.ts';
import { transactions } from '../../lib/datasets/transactions/index.ts';
import { emitGroupSql } from '../../lib/derive/emit-group-sql.ts';
import { emitSql } from '../../lib/derive/emit-sql.ts';
import { loadedKey, runKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson, listObjects, putJson } from '../../lib/lake/objects.ts';
import type { MartPointer } from '../../lib/run/records.ts';
import { exportGold } from '../../lib/stages/warehouse/export-gold.ts';
import { pointMart } from '../../lib/stages/warehouse/point-mart.ts';
import { sqlDirectory } from '../../lib/stages/warehouse/read-statements.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let silver: Bucket;
let gold: Bucket;
let runs = 0;
let runId = '';
const client = new RedshiftDataClient({ region: 'ap-northeast-2' });
const redshift = mockClient(client);
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
});
beforeEach(async () => {
  runs += 1;
  runId = `run-${runs}`;
  silver = { s3: endpoint.client, name: `silver-${runs}` };
  gold = { s3: endpoint.client, name: `gold-${runs}` };
  for (const { name } of [silver, gold]) await endpoint.client.send(new CreateBucketCommand({ Bucket: name }));
  redshift.reset();
  redshift.onAnyCommand().rejects(new Error('not asked for'));
  redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
  redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
});
afterAll(() => endpoint.remove());

const unloadRole = 'arn:aws:iam::111111111111:role/Unload';
const kmsKey = 'arn:aws:kms:ap-northeast-2:111111111111:key/0b1c';
const now = new Date('2025-09-20T00:00:00Z');
const advance = () =>
  exportGold(
    { client, workgroup: 'w', database: 'd' },
    { silver, gold },
    { runId, dataset: 'transactions', owner: 'execution-1', unloadRole, kmsKey, now },
  );
const counted = (...rows: number[]) => ({
  Records: [[{ stringValue: '2025-09-11' }, ...rows.map((longValue) => ({ longValue }))]],
  TotalNumRows: 1,
});
const put = (Key: string, Body: string) =>
  gold.s3.send(new PutObjectCommand({ Bucket: gold.name, Key: `${Key}`, Body }));
const textOf = async (Key: string): Promise<string> => {
  const { Body } = await gold.s3.send(new GetObjectCommand({ Bucket: gold.name, Key }));
  return (await Body?.transformToString()) ?? '';
};
const pointerOf = async (mart: string) => (await getJson<MartPointer>(gold, `${mart}/_latest.json`))?.value;
/** What UNLOAD leaves of sales_daily; rfm_customer has no rows. */
const unloadSales = async (): Promise<void> => {
  await put(`sales_daily/${runId}/parquet/000.parquet`, 'rows');
  await put(`sales_daily/${runId}/csv/000.csv`, 'txn_date,mcc\n2025-09-01,5411\n');
};
const submitted = () => redshift.commandCalls(BatchExecuteStatementCommand).map(({ args: [{ input }] }) => input);

test('runs until its batch is done, then says how many rows the fact has: by the batch’s last statement', async () => {
  redshift.on(DescribeStatementCommand).resolves({ Status: 'STARTED' });
  expect(await advance()).toEqual({ status: 'running' });
  expect(await advance()).toEqual({ status: 'running' });
  redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
  const [{ Sqls = [] } = {}] = submitted();
  expect(Sqls.at(-1)).toContain('from core.fact_transactions');
  redshift.on(GetStatementResultCommand).resolves({ Records: [] });
  redshift.on(GetStatementResultCommand, { Id: `statement:${Sqls.length}` }).resolves(counted(0, 0, 0));
  expect(await advance()).toEqual({ status: 'exported', factRows: 0 });
  expect(submitted()).toHaveLength(1);
});

test('unloads into the bucket it is given, by the role and under the key it is given', async () => {
  await advance();
  const unloads = submitted()[0]?.Sqls?.filter((sql) => sql.startsWith('unload')) ?? [];
  expect(unloads.length).toBeGreaterThan(1);
  for (const sql of unloads) {
    expect(sql).toMatch(new RegExp(`to 's3://${gold.name}/[a-z_]+/${runId}/(parquet|csv)/'`));
    expect(sql).toContain(`iam_role '${unloadRole}'\nkms_key_id '${kmsKey}'\nencrypted\n`);
  }
});

test('exports once more when its answer has expired: a run does not end without knowing the fact', async () => {
  await advance();
  const gone = new ResourceNotFoundException({ message: 'gone', Message: 'gone', ResourceId: 'x', $metadata: {} });
  redshift.on(GetStatementResultCommand).rejects(gone);
  expect(await advance()).toEqual({ status: 'running' });
  expect(await getJson(silver, runKey(runId, 'gold'))).toBeUndefined();
  expect(await advance()).toEqual({ status: 'running' });
  redshift.on(GetStatementResultCommand).resolves(counted(7, 0, 0));
  expect(await advance()).toEqual({ status: 'exported', factRows: 7 });
  expect(submitted()).toHaveLength(2);
});

test('an answer that cannot be had now is no expired one', async () => {
  await advance();
  redshift.on(GetStatementResultCommand).rejects(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));
  await expect(advance()).rejects.toThrow('slow');
  expect(submitted()).toHaveLength(1);
  expect(await getJson(silver, runKey(runId, 'gold'))).toBeDefined();
});

test('swaps readers to what it exported: pointer, rows, as of when, the manifest, and a CSV; of an empty mart its header', async () => {
  await putJson(silver, loadedKey('transactions'), { runId: 'the-load' });
  await advance();
  await unloadSales();
  redshift.on(GetStatementResultCommand).resolves(counted(9, 1, 0, 0, 0, 0, 0, 0));
  expect(await advance()).toEqual({ status: 'exported', factRows: 9 });
  const about = { runId: 'the-load', asOf: '2025-09-11' };
  const file = `sales_daily/${runId}/parquet/000.parquet`;
  expect(await pointerOf('sales_daily')).toEqual({ ...about, rows: 1, files: [file] });
  expect(await pointerOf('rfm_customer')).toEqual({ ...about, rows: 0, files: [] });
  expect(await textOf('sales_daily/_symlink_format_manifest/manifest')).toBe(`s3://${gold.name}/${file}\n`);
  expect(await textOf('rfm_customer/_symlink_format_manifest/manifest')).toBe('');
  expect(await textOf('sales_daily/latest.csv')).toBe('txn_date,mcc\n2025-09-01,5411\n');
  expect(await textOf('rfm_customer/latest.csv')).toMatch(/^as_of_date,customer_id,[a-z_,]+,segment\n$/);
});

test('keeps what the run restated beside it, page by page; of a run that restated nothing there is no such record', async () => {
  await advance();
  const [{ Sqls = [] } = {}] = submitted();
  const Id = `statement:${Sqls.length - 1}`;
  const row = (date: string, before: string) =>
    [date, 'sales_daily', 'net_amount', 'KRW', before, '7.00000000'].map((stringValue) => ({ stringValue }));
  redshift.on(GetStatementResultCommand).resolves(counted(9, 1, 0, 0, 0, 0, 0, 0));
  redshift
    .on(GetStatementResultCommand, { Id })
    .resolves({ Records: [row('2025-09-01', '1.00000000')], NextToken: 'more' });
  redshift
    .on(GetStatementResultCommand, { Id, NextToken: 'more' })
    .resolves({ Records: [row('2025-09-02', '0.00000000')] });
  expect(await advance()).toEqual({ status: 'exported', factRows: 9 });
  const told = { mart: 'sales_daily', measure: 'net_amount', unit: 'KRW', after: '7.00000000' };
  expect((await getJson(silver, runKey(runId, 'restatement')))?.value).toEqual([
    { ...told, date: '2025-09-01', before: '1.00000000' },
    { ...told, date: '2025-09-02', before: '0.00000000' },
  ]);
});

test('a run that loaded nothing exports nothing, and only counts', async () => {
  await putJson(silver, loadedKey('transactions'), { runId: 'the-load' });
  const before = {
    runId: 'the-load',
    asOf: '2025-09-11',
    files: ['sales_daily/the-load/parquet/000.parquet'],
    rows: 1,
  };
  for (const { name } of findDataset('transactions').marts) await putJson(gold, `${name}/_latest.json`, before);
  await advance();
  redshift.on(GetStatementResultCommand).resolves(counted(9, 1, 0));
  expect(await advance()).toEqual({ status: 'exported', factRows: 9 });
  expect(submitted().map(({ Sqls = [] }) => Sqls.filter((sql) => sql.startsWith('unload')))).toEqual([[]]);
  expect(await pointerOf('sales_daily')).toEqual(before);
});

test('the run that loaded exports again when it is asked again: what died behind a pointer is made whole', async () => {
  await putJson(silver, loadedKey('transactions'), { runId });
  const pointed = { runId, asOf: '2025-09-11', files: [], rows: 0 };
  for (const { name } of findDataset('transactions').marts) await putJson(gold, `${name}/_latest.json`, pointed);
  await advance();
  expect(submitted()[0]?.Sqls?.filter((sql) => sql.startsWith('unload'))).toHaveLength(14);
});

test('a dataset without marts of its own is counted, and exports those over several datasets that it loaded for', async () => {
  const name = 'visits';
  const { transactions: cards, trades } = datasets;
  if (!cards || !trades) throw new Error('no datasets');
  const bare = { ...cards, contract: { ...cards.contract, name }, marts: [] };
  const group = { name: 'shared', from: [name, 'trades'], marts: trades.marts, checks: [] };
  const sql = await mkdtemp(join(tmpdir(), 'paylake-bare-'));
  for (const [path, text] of [...emitSql(bare), ...emitGroupSql(group)]) {
    await mkdir(dirname(join(sql, 'sql', path)), { recursive: true });
    await writeFile(join(sql, 'sql', path), text);
  }
  await cp(join(sqlDirectory(), 'shared'), join(sql, 'sql/shared'), { recursive: true });
  Object.assign(datasets, { [name]: bare });
  Object.assign(martGroups, { shared: group });
  vi.stubEnv('LAMBDA_TASK_ROOT', sql);
  try {
    await putJson(silver, loadedKey(name), { runId });
    const run = { runId, dataset: name, owner: 'execution-1', unloadRole, kmsKey, now };
    const asked = () => exportGold({ client, workgroup: 'w', database: 'd' }, { silver, gold }, run);
    redshift.on(GetStatementResultCommand).resolves(counted(3, 1, 1, 1));
    while ((await asked()).status === 'running');
    expect(submitted().map(({ Sqls = [] }) => Sqls.filter((one) => one.startsWith('unload')).length)).toEqual([6, 0]);
    // A group's batch says nothing of the run.
    expect(submitted()[0]?.Parameters).toBeUndefined();
    expect(await pointerOf('user_total')).toMatchObject({ runId, loads: 3, rows: 1 });
  } finally {
    vi.unstubAllEnvs();
    Reflect.deleteProperty(datasets, name);
    Reflect.deleteProperty(martGroups, 'shared');
    await rm(sql, { recursive: true, force: true });
  }
});

test('a mart whose pointer lags behind the last load is exported, whoever comes by', async () => {
  await putJson(silver, loadedKey('transactions'), { runId: 'the-load' });
  const old = { runId: 'an-earlier-one', asOf: '2025-09-10', files: [], rows: 0 };
  for (const { name } of findDataset('transactions').marts) await putJson(gold, `${name}/_latest.json`, old);
  await advance();
  redshift.on(GetStatementResultCommand).resolves(counted(9, 1, 0));
  await advance();
  expect(await pointerOf('sales_daily')).toMatchObject({ runId: 'the-load', rows: 1 });
});

test.each([
  ['lags', { runId: 'an-earlier-one', asOf: '2025-09-10', files: [], rows: 0 }],
  ['is not there', undefined],
])('one mart whose pointer %s is enough to export all', async (_, pointer) => {
  await putJson(silver, loadedKey('transactions'), { runId: 'the-load' });
  const { marts } = findDataset('transactions');
  const current = { runId: 'the-load', asOf: '2025-09-11', files: [], rows: 0 };
  for (const [at, { name }] of marts.entries())
    if (at > 0 || pointer) await putJson(gold, `${name}/_latest.json`, at > 0 ? current : pointer);
  await advance();
  const unloads = submitted()[0]?.Sqls?.filter((sql) => sql.startsWith('unload'));
  expect(unloads).toHaveLength(2 * marts.length);
});

test.each([
  ['within seven days', new Date(Date.now() + 6 * 86_400_000), ['current', 'forgotten', 'named']],
  ['after seven days', new Date(Date.now() + 8 * 86_400_000), ['current', 'named']],
])('%s what no pointer names is there or gone; what the one before named stays', async (_, later, stay) => {
  const named = 'sales_daily/named/parquet/000.parquet';
  for (const key of [named, 'sales_daily/forgotten/parquet/000.parquet']) await put(key, 'rows');
  await putJson(gold, 'sales_daily/_latest.json', { runId: 'named', asOf: null, files: [named], rows: 1 });
  await putJson(silver, loadedKey('transactions'), { runId: 'current' });
  runId = 'current';
  await advance();
  await unloadSales();
  redshift.on(GetStatementResultCommand).resolves(counted(9, 1, 0));
  await exportGold(
    { client, workgroup: 'w', database: 'd' },
    { silver, gold },
    { runId, dataset: 'transactions', owner: 'execution-1', unloadRole, kmsKey, now: later },
  );
  const kept = (await listObjects(gold, 'sales_daily/'))
    .map(({ key }) => key)
    .filter((key) => key.endsWith('.parquet'));
  expect(kept.map((key) => key.split('/')[1])).toEqual(stay);
});

test('of two runs that export one mart at once the one that has seen more loads stands', async () => {
  const [mart] = transactions.marts;
  if (!mart) throw new Error('no mart');
  const about = { asOf: '2025-09-11', rows: 1 };
  const seenBy = { more: { runId: 'more', ...about, loads: 3 }, fewer: { runId: 'fewer', ...about, loads: 2 } };
  for (const run of ['more', 'fewer'] as const) {
    await put(`${mart.name}/${run}/parquet/000.parquet`, run);
    await put(`${mart.name}/${run}/csv/000.csv`, run);
    await pointMart(gold, mart, { exportedBy: run, pointer: seenBy[run], now });
  }
  expect(await pointerOf(mart.name)).toEqual({ ...seenBy.more, files: [`${mart.name}/more/parquet/000.parquet`] });
  expect(await textOf(`${mart.name}/latest.csv`)).toBe('more');
  const manifest = await textOf(`${mart.name}/_symlink_format_manifest/manifest`);
  expect(manifest).toBe(`s3://${gold.name}/${mart.name}/more/parquet/000.parquet\n`);
});

test('a mart that takes more than one CSV file is refused by name, and its pointer stays', async () => {
  await advance();
  await unloadSales();
  await put(`sales_daily/${runId}/csv/001.csv`, 'more');
  redshift.on(GetStatementResultCommand).resolves(counted(9, 1, 0));
  await expect(advance()).rejects.toThrow('mart.sales_daily is too large for one CSV file');
  expect(await pointerOf('sales_daily')).toBeUndefined();
});
