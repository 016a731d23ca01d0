import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ColumnType, warehouseColumns } from '../../lib/contracts/contract.ts';
import { emitSql } from '../../lib/derive/emit-sql.ts';
import { journalKey } from '../../lib/lake/keys.ts';
import { listObjects, needJson } from '../../lib/lake/objects.ts';
import type { Decision, RunReport } from '../../lib/run/records.ts';
import { startS3Endpoint } from '../../local/s3/server.ts';
import { openWarehouse, type Warehouse } from '../../local/test/redshift-data/warehouse.ts';
import { createClient, foldersIn } from '../../local/test/s3/scratch-endpoint.ts';
import { driveRun, type Loader } from '../laws/drive-run.ts';
import { parseJson } from '../laws/oracle/parse-json.ts';
import { ask } from '../laws/read-rows.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';
import { tapLine } from './tap-lines.ts';
import { registerTaps } from './taps.ts';
import { type JudgedTap, judgeTaps, spell } from './taps-oracle.ts';

/*
 * Rows that hold documents, from the file to the warehouse: Silver has their documents, the fact all else, and both the rows that
 * the oracle says.
 */

const dataset = registerTaps();
const days = ['2025-09-10', '2025-09-11'] as const;
const role = 'arn:aws:iam::111111111111:role/CopyRole';

let folder: string;
let s3: Awaited<ReturnType<typeof startS3Endpoint>>;
let client: S3Client;
let warehouse: Warehouse;
let lake: ScratchLake;
const silverPath = (key: string): string => join(folder, 's3', 'silver', key);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paylake-taps-'));
  s3 = await startS3Endpoint(foldersIn(folder));
  client = createClient(s3.url);
  const [bronze, silver] = [
    { s3: client, name: 'bronze' },
    { s3: client, name: 'silver' },
  ];
  for (const { name } of [bronze, silver]) await client.send(new CreateBucketCommand({ Bucket: name }));
  warehouse = await openWarehouse({ s3EndpointUrl: s3.url });
  const columns = warehouseColumns(dataset.contract).map(({ name, type }) => `${name} ${redshiftType(type)}`);
  await warehouse.run('create schema core');
  await warehouse.run(`create table core.fact_taps (${columns.join(', ')})`);
  lake = { bronze, silver, silverPath } as ScratchLake;
});
afterAll(async () => {
  await warehouse.close();
  client.destroy();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

function redshiftType(type: ColumnType): string {
  if (type.kind === 'text') return `varchar(${Math.min(4 * type.maxLength, 4096)})`;
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`;
  return { integer: 'bigint', instant: 'timestamp', boolean: 'boolean', date: 'date', json: '' }[type.kind];
}

/** The dataset's emitted load of the decided run, one batch. */
async function load(decision: Decision, files: readonly string[]): Promise<{ status?: string; error?: string }> {
  const emitted = emitSql(dataset);
  const { manifests } = decision;
  const statements = files.flatMap((file) =>
    (emitted.get(`taps/fact/${file}.sql`) ?? '')
      .replace(/^--.*$/gm, '')
      .replaceAll('{{rows_manifest}}', `s3://silver/${manifests.rows}`)
      .replaceAll('{{control_manifest}}', `s3://silver/${manifests.controlTotals}`)
      .replaceAll('{{copy_role}}', role)
      .split(/;\s*\n/)
      .map((sql) => sql.trim())
      .filter((sql) => sql !== ''),
  );
  const { Status, Error: error } = await warehouse.batch(statements);
  return { status: Status, error };
}

const decided: Decision[] = [];
const loader: Loader = {
  async advance(silver) {
    const decision = await needJson<Decision>(silver, journalKey('taps'));
    decided.push(decision);
    const { status, error } = await load(decision, [
      'copy_staged',
      'check_staged',
      'merge_fact',
      'check_totals',
      'check_keys',
    ]);
    if (status !== 'FINISHED') throw new Error(error);
    return 'loaded';
  },
  settle: async () => {},
  countFact: async () => Number((await warehouse.query('select count(*) from core.fact_taps'))[0]?.[0]),
};

async function deliver(day: string, file: string, lines: readonly string[]): Promise<RunReport | undefined> {
  const Key = `taps/ingest_date=${day}/${file}`;
  await client.send(new PutObjectCommand({ Bucket: 'bronze', Key, Body: lines.join('\n') }));
  return driveRun(lake, { dataset: 'taps', from: day, to: day, accept: ['quarantined_share'] }, { loader });
}

/** Of the accepted rows of one id the last that arrived. */
function standing(rows: readonly JudgedTap[]): JudgedTap[] {
  const last = new Map(rows.filter(({ verdict }) => verdict === 'accepted').map((row) => [row.values.tap_id, row]));
  return [...last.values()];
}

test('Silver has the documents of the rows that stand, the fact the same rows without them', async () => {
  const files = days.map((_, at) => fc.sample(fc.noBias(tapLine), { numRuns: 150, seed: 7 + at }));
  const reports = [];
  for (const [at, day] of days.entries()) reports.push(await deliver(day, 'a.ndjson', files[at] ?? []));
  expect(reports.map((report) => report?.status)).toEqual(['succeeded', 'succeeded']);

  const judged = days.map((day, at) => judgeTaps((files[at] ?? []).join('\n'), day));
  for (const [at, report] of reports.entries()) {
    const count = (verdict: string): number => judged[at]?.filter((row) => row.verdict === verdict).length ?? 0;
    const rows = report?.days[0]?.rows;
    expect([rows?.in, rows?.quarantined, rows?.held]).toEqual([
      judged[at]?.length,
      count('quarantined'),
      count('held'),
    ]);
    expect([rows?.superseded, report?.days[0]?.measures]).toEqual([0, {}]);
  }
  const expected = standing(judged.flat()).map(({ values }) => values);
  expect(expected.length).toBeGreaterThan(20);

  const keys = (await listObjects(lake.silver, 'taps/')).map(({ key }) => key);
  expect(keys.every((key) => /^taps\/p_tapped_on=[0-9-]+\/p_kind=(mixed|[a-z_]+)\/part-0000.parquet$/.test(key))).toBe(
    true,
  );
  const paths = keys.map((key) => `'${silverPath(key)}'`).join(', ');
  const silver = await ask(`select tap_id, user_id, amount::varchar as amount, said
    from read_parquet([${paths}], hive_partitioning = false) order by tap_id`);
  const told = (rows: (string | null | undefined)[][]): string[] => rows.map((row) => row.join(' ')).sort();
  expect(told(silver.map(({ tap_id, user_id, amount, said }) => [tap_id, user_id, amount, spelled(said)]))).toEqual(
    told(expected.map(({ tap_id, user_id, said, ...own }) => [tap_id, user_id, own['said.amount'], said])),
  );
  const fact = await warehouse.query('select tap_id, user_id, amount, screen from core.fact_taps');
  expect(told(fact as string[][])).toEqual(
    told(expected.map(({ tap_id, user_id, ...own }) => [tap_id, user_id, own['said.amount'], own['said.screen']])),
  );
  expect(reports[1]?.factRows).toBe(expected.length);
});

test("what COPY reads has the columns of the table, one for one; of Silver's own file it takes none", async () => {
  const decision = decided.at(-1) as Decision;
  const [part] = decision.parts;
  const columns = async (key = ''): Promise<(string | null | undefined)[]> =>
    (await ask(`describe select * from read_parquet('${silverPath(key)}')`)).map((row) => row.column_name);
  expect(await columns(part?.load?.key)).toEqual(warehouseColumns(dataset.contract).map(({ name }) => name));
  expect(await columns(part?.key)).toEqual(dataset.contract.columns.map(({ name }) => name));

  const entries = [{ url: `s3://silver/${part?.key}`, mandatory: true, meta: { content_length: part?.size } }];
  const Key = '_staged/wrong.manifest.json';
  await client.send(new PutObjectCommand({ Bucket: 'silver', Key, Body: JSON.stringify({ entries }) }));
  const wrong = { ...decision, manifests: { ...decision.manifests, rows: Key } };
  const { status, error } = await load(wrong, ['copy_staged']);
  expect([status, error]).toEqual(['FAILED', expect.stringMatching(/column/i)]);
});

function spelled(said: string | null | undefined): string | undefined {
  const parsed = parseJson(said ?? '');
  return parsed && spell(parsed.value);
}
