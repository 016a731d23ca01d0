import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  type DescribeStatementCommandOutput,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import {
  type RedshiftDataEndpoint,
  type RedshiftDataOptions,
  startRedshiftDataEndpoint,
} from '../../redshift-data/server.ts';

export const where = { WorkgroupName: 'paylake', Database: 'dev' };

/** An endpoint in a scratch folder with the real client, and short ways to run SQL. */
export type Warehouse = {
  folder: string;
  endpoint: RedshiftDataEndpoint;
  client: RedshiftDataClient;
  /** Runs one statement and describes it when it is done, whatever became of it. */
  execute(sql: string, parameters?: Record<string, string>): Promise<DescribeStatementCommandOutput>;
  batch(sqls: string[], parameters?: Record<string, string>): Promise<DescribeStatementCommandOutput>;
  /** Runs one statement that must finish; throws its error else. */
  run(sql: string, parameters?: Record<string, string>): Promise<number>;
  /** All rows of a query, values as they come in their fields, NULL as null. */
  query(sql: string, parameters?: Record<string, string>): Promise<unknown[][]>;
  /** The error of a statement that must fail. */
  errorOf(sql: string, parameters?: Record<string, string>): Promise<string>;
  close(): Promise<void>;
};

export function createClient(url: string, accessKeyId = 'loader'): RedshiftDataClient {
  const credentials = { accessKeyId, secretAccessKey: 'none' };
  return new RedshiftDataClient({ endpoint: url, region: 'ap-northeast-2', credentials, maxAttempts: 1 });
}

export async function openWarehouse(options: Partial<RedshiftDataOptions> = {}): Promise<Warehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-redshift-data-'));
  const endpoint = await startRedshiftDataEndpoint({
    databasePath: ':memory:',
    s3EndpointUrl: 'http://127.0.0.1:1',
    tmpRoot: join(folder, 'tmp'),
    ...options,
  });
  const client = createClient(endpoint.url);
  const close = async () => {
    client.destroy();
    await endpoint.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, endpoint, client, ...createRunner(client), close };
}

/** The ways to run SQL. */
export type Runner = Pick<Warehouse, 'execute' | 'batch' | 'run' | 'query' | 'errorOf'>;

/** The ways to run SQL as the admin of the secret. */
export function createAdmin(client: RedshiftDataClient): Runner {
  return createRunner(client, {
    ...where,
    SecretArn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:admin',
  });
}

/** The ways to run SQL over a client. */
export function createRunner(client: RedshiftDataClient, at: typeof where & { SecretArn?: string } = where): Runner {
  const describe = async (id: string | undefined): Promise<DescribeStatementCommandOutput> => {
    for (;;) {
      const described = await client.send(new DescribeStatementCommand({ Id: id, WaitTimeSeconds: 30 }));
      if (['FINISHED', 'FAILED', 'ABORTED'].includes(described.Status ?? '')) return described;
    }
  };
  const toParameters = (values?: Record<string, string>) =>
    values && Object.entries(values).map(([name, value]) => ({ name, value }));
  const execute: Warehouse['execute'] = async (Sql, values) => {
    const command = new ExecuteStatementCommand({ ...at, Sql, Parameters: toParameters(values) });
    return describe((await client.send(command)).Id);
  };
  const finish = async (sql: string, values?: Record<string, string>) => {
    const done = await execute(sql, values);
    if (done.Status !== 'FINISHED') throw new Error(`${sql}: ${done.Error}`);
    return done;
  };
  return {
    execute,
    batch: async (Sqls, values) => {
      const command = new BatchExecuteStatementCommand({ ...at, Sqls, Parameters: toParameters(values) });
      return describe((await client.send(command)).Id);
    },
    run: async (sql, values) => (await finish(sql, values)).ResultRows ?? -1,
    query: async (sql, values) => readRows(client, (await finish(sql, values)).Id ?? ''),
    errorOf: async (sql, values) => {
      const done = await execute(sql, values);
      if (done.Status !== 'FAILED') throw new Error(`${sql}: ${done.Status}, not FAILED`);
      return done.Error ?? '';
    },
  };
}

/** Every page of a result. */
export async function readRows(client: RedshiftDataClient, Id: string): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetStatementResultCommand({ Id, NextToken }));
    for (const record of page.Records ?? []) rows.push(record.map(fieldValue));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rows;
}

export function fieldValue(field: Field): unknown {
  return field.isNull ? null : (field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue);
}
