import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
} from '@aws-sdk/client-redshift-data';
import { datasets } from '../../datasets/index.ts';
import { readSql, readStatements, sqlDirectory } from './read-statements.ts';
import { toParameters, type Warehouse } from './warehouse.ts';

const bootstrap = [
  'create schema if not exists ops',
  `create table if not exists ops.schema_migrations (
    name varchar(128) not null, sha256 varchar(64) not null, applied_at timestamp not null)`,
];

/** Commits with a migration: whatever dies behind it, the next deploy defines the views anew. Their names are paths. */
const forgetViews = "delete from ops.schema_migrations where name like '%/%'";

/**
 * Brings the warehouse up to the files in sql/ddl: each runs once, in name order, in one transaction with its row in
 * ops.schema_migrations. Then it defines the views of all datasets anew: those whose file has changed, and all of them after a file
 * in sql/ddl ran. Runs as admin (`secretArn`) when the stack is deployed. Returns the names it applied; throws if an applied
 * file of sql/ddl has been changed since.
 */
export async function migrate(warehouse: Warehouse, secretArn: string): Promise<string[]> {
  const admin = { WorkgroupName: warehouse.workgroup, Database: warehouse.database, SecretArn: secretArn };
  const { client } = warehouse;
  const run = async (Sqls: string[], parameters: Record<string, string> = {}): Promise<void> => {
    const Parameters = toParameters(parameters);
    const batch = { ...admin, Sqls, ...(Parameters.length > 0 && { Parameters }) };
    await waitFor(warehouse, (await client.send(new BatchExecuteStatementCommand(batch))).Id);
  };
  await run(bootstrap);
  const asked = await client.send(
    new ExecuteStatementCommand({ ...admin, Sql: 'select name, sha256 from ops.schema_migrations' }),
  );
  await waitFor(warehouse, asked.Id);
  const { Records } = await client.send(new GetStatementResultCommand({ Id: asked.Id }));
  const applied = new Map(Records?.map(([name, sha256]) => [name?.stringValue, sha256?.stringValue]));
  const apply = (path: string, name: string, sha256: string, forget: string): Promise<void> => {
    const record = 'insert into ops.schema_migrations (name, sha256, applied_at) values (:name, :sha256, getdate())';
    return run([...readStatements([path]), forget, record], { name, sha256 });
  };
  const files = readdirSync(join(sqlDirectory(), 'ddl'))
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const done: string[] = [];
  for (const name of files) {
    const sha256 = hashOf(`ddl/${name}`);
    const before = applied.get(name);
    if (before === sha256) continue;
    if (before) throw new Error(`migration sql/ddl/${name} was changed after it was applied: write a new one instead`);
    await apply(`ddl/${name}`, name, sha256, forgetViews);
    for (const path of viewFiles()) applied.delete(path);
    done.push(name);
  }
  for (const path of viewFiles()) {
    const sha256 = hashOf(path);
    if (applied.get(path) === sha256) continue;
    await apply(path, path, sha256, 'delete from ops.schema_migrations where name = :name');
    done.push(path);
  }
  return done;
}

/** The views of all datasets, those first that others may read. */
export function viewFiles(): string[] {
  return Object.values(datasets).flatMap(({ contract: { name }, dims, marts }) => [
    ...dims.map((dim) => `${name}/dims/${dim}.sql`),
    ...marts.filter(({ slice }) => slice === 'view').map((mart) => `${name}/marts/${mart.name}.sql`),
  ]);
}

function hashOf(path: string): string {
  return createHash('sha256').update(readSql(path)).digest('hex');
}

/** Deploy time only: here a function may wait, in a run the state machine does. */
async function waitFor({ client }: Warehouse, id: string | undefined): Promise<void> {
  for (let wait = 50; ; wait = Math.min(wait * 2, 5000)) {
    const { Status, Error: error, SubStatements } = await client.send(new DescribeStatementCommand({ Id: id }));
    if (Status === 'FINISHED') return;
    if (Status === 'FAILED' || Status === 'ABORTED') {
      const failed = SubStatements?.find((statement) => statement.Status === 'FAILED');
      throw new Error(`migration ${Status}: ${failed?.Error ?? error} in: ${failed?.QueryString?.slice(0, 200)}`);
    }
    await sleep(wait);
  }
}
