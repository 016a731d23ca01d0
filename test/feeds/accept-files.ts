import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { DateSummary } from '../../lib/run/date-summary.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import type { ScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

export type SetAside = { raw: string; rules: string[]; file: string; line: number; contractVersion: number };
export type Accepted = {
  summary: DateSummary;
  /** Accepted rows as text, in the order of file and line. */
  rows: Record<string, string | null>[];
  quarantined: SetAside[];
  held: SetAside[];
};

/** Puts files under their Bronze keys and has the product's own stage judge them as one ingest date. */
export async function acceptFiles(
  endpoint: ScratchEndpoint,
  ingestDate: string,
  files: Record<string, string | Buffer>,
): Promise<Accepted> {
  const bucket = { s3: endpoint.client, name: endpoint.bucket };
  for (const [Key, Body] of Object.entries(files)) {
    await bucket.s3.send(new PutObjectCommand({ Bucket: bucket.name, Key, Body }));
  }
  const prefix = `_staged/${crypto.randomUUID()}/`;
  const planned = {
    ingestDate,
    fingerprint: 'test',
    released: false,
    derive: true,
    files: Object.entries(files).map(([key, body]) => ({ key, size: body.length, feed: key.split('/')[0] ?? '' })),
  };
  const summary = await acceptDate({ bronze: bucket, silver: bucket }, transactions, planned, {
    prefix,
    memoryMiB: 256,
  });
  return {
    summary,
    rows: await select(`select columns(*)::varchar from read_parquet('${endpoint.file(join(prefix, 'accepted.parquet'))}')
      order by source_file, source_line`),
    quarantined: summary.rows.quarantined === 0 ? [] : await readSetAside(endpoint, `${prefix}quarantine.ndjson`),
    held: summary.rows.held === 0 ? [] : await readSetAside(endpoint, `${prefix}held.ndjson`),
  };
}

async function readSetAside(endpoint: ScratchEndpoint, key: string): Promise<SetAside[]> {
  const text = await readFile(endpoint.file(key), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SetAside);
}

async function select(sql: string): Promise<Record<string, string | null>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, string | null>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
