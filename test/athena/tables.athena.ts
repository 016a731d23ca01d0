import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { athenaQueries } from '../../lib/catalog/athena-queries.ts';
import { lakeTables } from '../../lib/catalog/lake-tables.ts';
import { findDataset } from '../../lib/datasets/find-dataset.ts';
import { freePort } from '../../local/emulator/free-port.ts';
import { installMinistack } from '../../local/emulator/install-ministack.ts';
import { type Ministack, startMinistack } from '../../local/emulator/start-ministack.ts';
import { type S3Endpoint, startS3Endpoint } from '../../local/s3/server.ts';
import { synthesise } from '../../local/template/synthesise.ts';
import { makeFolder, removeFolder } from '../cli/paylake.ts';
import { withDuckDB } from '../end-to-end/home.ts';
import { succeed } from '../end-to-end/report.ts';
import { readApp } from '../infra/synthesised-app.ts';
import { installTrino } from './install-trino.ts';
import { startTrino, type Trino } from './start-trino.ts';

/*
 * The tables of the synthesised template as Trino reads them, the engine that Athena is built from: definitions in MiniStack's Glue,
 * objects of real local runs. Athena is of another version, and its own service around it is not shown.
 */

const region = 'ap-northeast-2';
const tables = lakeTables();
let folder: string;
let home: string;
let s3: S3Endpoint;
let glue: Ministack;
let trino: Trino;
const serve = () =>
  startS3Endpoint({
    root: join(home, 's3'),
    metaRoot: join(home, 's3-meta'),
    tmpRoot: join(folder, 'tmp'),
    port: s3Port,
    recordCall: () => {},
  });
let s3Port: number;

beforeAll(async () => {
  const installed = await installTrino();
  const python = await installMinistack(fileURLToPath(new URL('../../.emulator', import.meta.url)), () => {});
  folder = await makeFolder();
  home = join(folder, 'home');
  await succeed('demo', '--from', '2025-09-01', '--to', '2025-09-03', '--rows', '1500', '--home', home);
  await succeed('demo', '--dataset', 'trades', '--to', '2025-12-26', '--rows', '400', '--home', home);
  s3Port = await freePort();
  s3 = await serve();
  glue = await startMinistack({
    python,
    port: await freePort(),
    region,
    folder: join(folder, 'ministack'),
    waitScale: 1,
  });
  const database = await createTables(glue.url);
  await mkdir(join(folder, 'trino'));
  trino = await startTrino(installed, {
    folder: join(folder, 'trino'),
    glueUrl: glue.url,
    s3Url: s3.url,
    region,
    database,
  });
});
afterAll(async () => {
  await trino?.close();
  await glue?.kill();
  await s3?.close();
  await removeFolder(folder);
});

/** Puts database and tables of the local app's template into a Glue; gives the database's name. */
async function createTables(url: string): Promise<string> {
  const app = readApp('local', await synthesise(() => undefined));
  const call = async (operation: string, body: object): Promise<void> => {
    const signed = `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/glue/aws4_request, SignedHeaders=host, Signature=none`;
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSGlue.${operation}` };
    // CloudFormation makes text of what stands in parameters.
    const text = JSON.stringify(body, (key, value) => (key === 'has_encrypted_data' ? String(value) : value));
    const response = await fetch(url, { method: 'POST', headers: { ...headers, authorization: signed }, body: text });
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
  };
  const { DatabaseInput } = app.one('AWS::Glue::Database').properties as { DatabaseInput: { Name: string } };
  await call('CreateDatabase', { DatabaseInput });
  for (const { properties } of app.ofType('AWS::Glue::Table'))
    await call('CreateTable', { DatabaseName: DatabaseInput.Name, TableInput: properties.TableInput });
  return DatabaseInput.Name;
}

test.each(tables.filter(({ layer }) => layer === 'silver'))(
  '$name has rows and sums of the warehouse',
  async (table) => {
    const { contract, fact } = findDataset(table.name.replace('_all_dates', ''));
    const sums = contract.measures.map(({ column }) => `cast(sum(${column}) as varchar)`);
    const list = ['cast(count(*) as varchar)', ...sums];
    // The demo's dates, whichever dataset's: without any, thousands of folders are looked for.
    const where = table.datePartition ? ` where ${table.datePartition} between '2025-08-01' and '2026-01-31'` : '';
    const [found] = await trino.query(`select ${list.join(', ')} from ${table.name}${where}`);
    const named = list.map((sum, at) => `${sum} as c${at}`).join(', ');
    const [expected] = await withDuckDB(home, (ask) => ask(`select ${named} from warehouse.${fact}`));
    expect(found).toEqual(Object.values(expected ?? {}));
  },
);

test.each(tables.filter(({ layer }) => layer === 'gold'))(
  '$name has the rows of the mart',
  async ({ name, columns }) => {
    const list = columns.map((column) => `cast(${column.name} as varchar)`).join(', ');
    const found = await trino.query(`select ${list} from ${name} order by ${list}`);
    const named = columns.map((column) => `cast(${column.name} as varchar) as ${column.name}`).join(', ');
    const expected = await withDuckDB(home, (ask) => ask(`select ${named} from warehouse.mart.${name}`));
    const rows = expected.map((row) => columns.map((column) => row[column.name]));
    expect(found.map((row) => JSON.stringify(row)).sort()).toEqual(rows.map((row) => JSON.stringify(row)).sort());
    expect(found.length).toBeGreaterThan(0);
  },
);

test('a date that is not asked for is not read, and one outside those that are worked out is not seen', async () => {
  const paths = await trino.query(`select distinct "$path" from transactions where p_txn_date = '2025-09-02'`);
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter(([path]) => !String(path).includes('/p_txn_date=2025-09-02/'))).toEqual([]);
  expect(await trino.query(`select count(*) from transactions where p_txn_date < '1970-01-01'`)).toEqual([[0]]);
});

test.each(athenaQueries())('$name is answered', async ({ sql }) => {
  const dates = ['2025-09-01', '2025-09-03'].values();
  const text = sql.replace(/^--.*\n/gm, '').replace(/\?/g, () => `'${dates.next().value}'`);
  expect((await trino.query(text.trim().replace(/;$/, ''))).length).toBeGreaterThan(0);
});

test('another run swaps a mart in one write', async () => {
  const count = () => trino.query('select count(*), cast(sum(sale_count) as varchar) from sales_daily');
  const before = await count();
  await s3.close();
  await succeed('demo', '--from', '2025-09-04', '--to', '2025-09-04', '--rows', '1500', '--home', home);
  s3 = await serve();
  const [after] = await count();
  expect(after).not.toEqual(before[0]);
  const [expected] = await withDuckDB(home, (ask) =>
    ask('select count(*) as n, cast(sum(sale_count) as varchar) as sum from warehouse.mart.sales_daily'),
  );
  expect(after).toEqual([Number(expected?.n), expected?.sum]);
});
