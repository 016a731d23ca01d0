import { DescribeStatementCommand, ExecuteStatementCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { DuckDBInstance } from '@duckdb/node-api';
import { startRedshiftDataEndpoint } from '../../local/redshift-data/server.ts';

/*
 * `statements.ts FOLDER`: milliseconds that a statement takes longer through the Data API endpoint than in DuckDB itself, polling left
 * out. Median of many.
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

/** Milliseconds of the call that submits, and of the statement from then to its end; not those of asking for it. */
async function execute(Sql: string): Promise<number> {
  const target = { WorkgroupName: 'paylake', Database: 'paylake' };
  const start = performance.now();
  const { Id } = await client.send(new ExecuteStatementCommand({ ...target, Sql }));
  const submitted = performance.now() - start;
  for (;;) {
    const { Status, Error: message, CreatedAt, UpdatedAt } = await client.send(new DescribeStatementCommand({ Id }));
    if (Status === 'FAILED' || Status === 'ABORTED') throw new Error(message);
    if (Status === 'FINISHED') return submitted + (Number(UpdatedAt) - Number(CreatedAt));
  }
}

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < repetitions; at++) times.push(await measure());
  return times.toSorted((a, b) => a - b)[repetitions / 2] ?? Number.NaN;
}

await execute(create);
await execute(fill);
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(create);
await connection.run(fill);
const ask = async (): Promise<number> => {
  const start = performance.now();
  await connection.runAndReadAll(question);
  return performance.now() - start;
};
await medianOf(() => execute(question));
const through = await medianOf(() => execute(question));
const direct = await medianOf(ask);
process.stdout.write(String(through - direct));
client.destroy();
await endpoint.close();
