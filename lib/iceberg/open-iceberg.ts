import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Engine, openEngine } from '../lake/engine.ts';

/** A table bucket of S3 Tables, and how it is reached. */
export type IcebergPlace = {
  tableBucketArn: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };
  /** Folder with DuckDB's signed extensions httpfs, avro and iceberg. */
  extensions: string;
  /** What speaks S3 and, below /iceberg, the Iceberg REST catalog in place of S3 Tables; it takes requests unsigned. */
  endpoint?: string | undefined;
};

/** DuckDB with the table bucket attached as `lake`. */
export type Iceberg = { connection: DuckDBConnection; scratch: string; close(): Promise<void> };

/** Opens DuckDB on a table bucket, with the namespace `silver` in it. */
export async function openIceberg(place: IcebergPlace, memoryMiB: number): Promise<Iceberg> {
  const engine = await openEngine({ memoryMiB });
  try {
    const connection = await engine.connect();
    for (const name of ['httpfs', 'avro', 'iceberg'])
      await connection.run(`load '${join(place.extensions, `${name}.duckdb_extension`)}'`);
    await connection.run(secretSql(place));
    await connection.run(attachSql(place));
    await connection.run('create schema if not exists lake.silver');
    return { connection, scratch: engine.scratch, close: () => closeEngine(engine, connection) };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function closeEngine(engine: Engine, connection: DuckDBConnection): Promise<void> {
  connection.closeSync();
  await engine.close();
}

function secretSql({ region, credentials, endpoint }: IcebergPlace): string {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const elsewhere = endpoint && { endpoint: new URL(endpoint).host, url_style: 'path' };
  const options = { key_id: accessKeyId, secret: secretAccessKey, session_token: sessionToken, region, ...elsewhere };
  const given = Object.entries(options).flatMap(([name, value]) => (value ? [`${name} '${value}'`] : []));
  return `create secret lake (type s3, ${given.join(', ')}, use_ssl ${!endpoint?.startsWith('http:')})`;
}

function attachSql({ tableBucketArn, endpoint }: IcebergPlace): string {
  const options = endpoint ? `endpoint '${endpoint}/iceberg', authorization_type 'none'` : 'endpoint_type s3_tables';
  return `attach '${tableBucketArn}' as lake (type iceberg, ${options})`;
}
