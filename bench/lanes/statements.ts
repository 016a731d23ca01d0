import { DescribeStatementCommand, ExecuteStatementCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { DuckDBInstance } from '@duckdb/node-api';
import { startRedshiftDataEndpoint } from '../../lib/local/redshift-data/server.ts';

/*
 * `statements.ts FOLDER`: milliseconds that a statement takes longer through the Data API endpoint, asked until it is finished, than in
 * DuckDB itself. Median of many.
 */
const [folder = ''] = process.argv.slice(2);
const create = 'create table numbers (n bigint, remainder integer)';
const fill = `insert into numbers values ${Array.from({ length: 2000 }, (_, n) => `(${n}, ${n % 7})`).join(', ')}`;
const question =
  'select remainder, count(n) as many, max(n) as largest from numbers group by remainder order by remainder';
const repetitions = 300;

const endpoint = await startRedshiftDataEndpoint({
  databasePath: ':memory:',
  s3EndpointUrl: 'http://127.0.0.1:9',
  tmpRoot: `${folder}/tmp`,
});
const credentials = { accessKeyId: 'BENCH', secretAccessKey: 'not-verified' };
const client = new RedshiftDataClient({ endpoint: endpoint.url, region: 'ap-northeast-2', credentials });

async function execute(Sql: string): Promise<void> {
  const target = { WorkgroupName: 'paylake', Database: 'paylake' };
  const { Id } = await client.send(new ExecuteStatementCommand({ ...target, Sql }));
  for (;;) {
    const { Status, Error: message } = await client.send(new DescribeStatementCommand({ Id }));
    if (Status === 'FAILED' || Status === 'ABORTED') throw new Error(message);
    if (Status === 'FINISHED') return;
  }
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < repetitions; at++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[repetitions / 2] ?? Number.NaN;
}

await execute(create);
await execute(fill);
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(create);
await connection.run(fill);
await medianMs(() => execute(question));
const through = await medianMs(() => execute(question));
const direct = await medianMs(() => connection.runAndReadAll(question));
process.stdout.write(String(through - direct));
client.destroy();
await endpoint.close();
