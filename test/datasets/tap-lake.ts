import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type ColumnType, warehouseColumns } from '../../lib/contracts/contract.ts';
import { findDataset } from '../../lib/datasets/find-dataset.ts';
import { emitSql } from '../../lib/derive/emit-sql.ts';
import { journalKey } from '../../lib/lake/keys.ts';
import { needJson } from '../../lib/lake/objects.ts';
import type { Decision, RunReport } from '../../lib/run/records.ts';
import { startS3Endpoint } from '../../local/s3/server.ts';
import { openWarehouse, type Warehouse } from '../../local/test/redshift-data/warehouse.ts';
import { createClient, foldersIn } from '../../local/test/s3/scratch-endpoint.ts';
import { driveRun, type Loader } from '../laws/drive-run.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';
import { registerTaps } from './taps.ts';

const role = 'arn:aws:iam::111111111111:role/CopyRole';

/** Buckets and a warehouse behind the local endpoints, with the fact of taps, and its runs from plan to report. */
export type TapLake = ScratchLake & {
  warehouse: Warehouse;
  /** Decided runs that were loaded. */
  decided: Decision[];
  /** Lands a file, where there is one, and runs its ingest date. */
  deliver(day: string, file?: { name: string; text: string }): Promise<RunReport | undefined>;
  /** Runs files of the emitted load of a decided run as one batch. */
  load(decision: Decision, files: readonly string[]): Promise<{ status?: string; error?: string }>;
};

export async function openTapLake(): Promise<TapLake> {
  const { contract } = registerTaps();
  const folder = await mkdtemp(join(tmpdir(), 'paylake-taps-'));
  const endpoint = await startS3Endpoint(foldersIn(folder));
  const s3 = createClient(endpoint.url);
  const [bronze, silver] = [
    { s3, name: 'bronze' },
    { s3, name: 'silver' },
  ];
  for (const { name } of [bronze, silver]) await s3.send(new CreateBucketCommand({ Bucket: name }));
  const warehouse = await openWarehouse({ s3EndpointUrl: endpoint.url });
  const columns = warehouseColumns(contract).map(({ name, type }) => `${name} ${redshiftType(type)}`);
  await warehouse.run('create schema core');
  await warehouse.run(`create table core.fact_taps (${columns.join(', ')})`);
  const decided: Decision[] = [];
  const load: TapLake['load'] = async ({ manifests }, files) => {
    const emitted = emitSql(findDataset('taps'));
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
  };
  const loader: Loader = {
    async advance() {
      const decision = await needJson<Decision>(silver, journalKey('taps'));
      decided.push(decision);
      const files = ['copy_staged', 'check_staged', 'change_fact', 'check_totals', 'check_keys', 'check_values'];
      const { status, error } = await load(decision, files);
      if (status !== 'FINISHED') throw new Error(error);
      return 'loaded';
    },
    settle: async () => {},
    countFact: async () => Number((await warehouse.query('select count(*) from core.fact_taps'))[0]?.[0]),
  };
  const lake: TapLake = {
    bronze,
    silver,
    another: openTapLake,
    changes: [],
    silverPath: (key) => join(folder, 's3', silver.name, key),
    put: async (Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket: bronze.name, Key, Body }))),
    warehouse,
    decided,
    load,
    async deliver(day, file) {
      if (file) await lake.put(`taps/ingest_date=${day}/${file.name}`, file.text);
      return driveRun(lake, { dataset: 'taps', from: day, to: day, accept: ['quarantined_share'] }, { loader });
    },
    async remove() {
      await warehouse.close();
      s3.destroy();
      await endpoint.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return lake;
}

function redshiftType(type: ColumnType): string {
  if (type.kind === 'text') return `varchar(${Math.min(4 * type.maxLength, 4096)})`;
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`;
  return { integer: 'bigint', instant: 'timestamp', boolean: 'boolean', date: 'date', json: '' }[type.kind];
}
