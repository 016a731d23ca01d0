import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { openIceberg } from '../../lib/iceberg/open-iceberg.ts';
import { publishDataset } from '../../lib/iceberg/publish-dataset.ts';
import { prepareExtensions } from '../../lib/infra/iceberg/prepare-extensions.ts';
import type { Bucket } from '../../lib/lake/objects.ts';
import { freePort } from '../../local/emulator/free-port.ts';
import { installMinistack } from '../../local/emulator/install-ministack.ts';
import { startMinistack } from '../../local/emulator/start-ministack.ts';
import { startS3Endpoint } from '../../local/s3/server.ts';
import { makeFolder, removeFolder } from '../cli/paylake.ts';
import { installPyiceberg } from './pyiceberg/install-pyiceberg.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./pyiceberg/read_table.py', import.meta.url));
const emulator = fileURLToPath(new URL('../../.emulator', import.meta.url));
const region = 'ap-northeast-2';
const tableBucketArn = `arn:aws:s3tables:${region}:000000000000:bucket/paylake-emulator-silver`;
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** What PyIceberg finds: `dates` are event dates with rows and a sum. */
export type Found = {
  columns: [name: string, type: string][];
  partitions: string[];
  run: string;
  snapshots: number;
  dates: [date: string, rows: number, sum: string][];
};

/** A home of the local target whose Silver is published to Iceberg tables of MiniStack's S3 Tables. */
export type IcebergLake = {
  home: string;
  silver: Bucket;
  /** To be called while Silver is served. */
  publish(dataset: string, runId: string): Promise<string[]>;
  /** Runs SQL on the attached tables, as somebody else would. */
  meddle(...sqls: string[]): Promise<void>;
  read(dataset: string, date: string, amount: string): Promise<Found>;
  /** Serves the home's Silver, which a command must have for itself while it works. */
  serve<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

export async function openIcebergLake(): Promise<IcebergLake> {
  const extensions = join(prepareExtensions(process.arch === 'arm64' ? 'arm64' : 'x64'), 'duckdb-extensions');
  const [python, pyiceberg] = [await installMinistack(emulator, () => {}), await installPyiceberg()];
  const folder = await makeFolder();
  const home = join(folder, 'home');
  const options = { python, port: await freePort(), region, folder: join(folder, 'ministack'), waitScale: 1 };
  const ministack = await startMinistack(options);
  await callTables(ministack.url, 'PUT', '/buckets', { name: tableBucketArn.split('/').pop() });
  const place = { tableBucketArn, region, credentials, extensions, endpoint: ministack.url };
  const port = await freePort();
  const s3 = new S3Client({ endpoint: `http://127.0.0.1:${port}`, region, credentials, forcePathStyle: true });
  const silver = { s3, name: 'paylake-silver' };
  const serve: IcebergLake['serve'] = async (work) => {
    const roots = { root: join(home, 's3'), metaRoot: join(home, 's3-meta'), tmpRoot: join(home, 'tmp/s3') };
    const endpoint = await startS3Endpoint({ ...roots, port, recordCall: () => {} });
    return work().finally(() => endpoint.close());
  };
  const withIceberg = async <Result>(work: (iceberg: Awaited<ReturnType<typeof openIceberg>>) => Promise<Result>) => {
    const iceberg = await openIceberg(place, 1024);
    return work(iceberg).finally(() => iceberg.close());
  };
  return {
    home,
    silver,
    serve,
    publish: (dataset, runId) => withIceberg((iceberg) => publishDataset(silver, iceberg, { dataset, runId })),
    meddle: (...sqls) =>
      withIceberg(async ({ connection }) => {
        for (const sql of sqls) await connection.run(sql);
      }),
    read: async (dataset, date, amount) => {
      const { stdout } = await run(pyiceberg, [script, ministack.url, tableBucketArn, dataset, date, amount]);
      return JSON.parse(stdout);
    },
    close: async () => {
      s3.destroy();
      await ministack.kill();
      await removeFolder(folder);
    },
  };
}

/** A call to the control plane of S3 Tables. */
async function callTables(url: string, method: string, path: string, body?: object): Promise<void> {
  const signed = `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/s3tables/aws4_request, SignedHeaders=host, Signature=none`;
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', authorization: signed },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
