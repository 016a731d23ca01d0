import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
} from '@aws-sdk/client-redshift-data';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseLockedError, startRedshiftDataEndpoint } from '../../redshift-data/server.ts';
import { forkEndpoint } from './fork-endpoint.ts';
import { createAdmin, createClient, createRunner, type Runner, where } from './warehouse.ts';

// Starting processes takes its time on a busy machine.
describe('an endpoint over a file', () => {
  let folder: string;
  const options = () => ({
    databasePath: join(folder, 'warehouse.duckdb'),
    s3EndpointUrl: 'http://127.0.0.1:1',
    tmpRoot: join(folder, 'tmp'),
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paylake-restart-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('leaves ordinary tables for stock DuckDB, and finds its own types again', async () => {
    const first = await startRedshiftDataEndpoint(options());
    const client = createClient(first.url);
    const runner = createRunner(client);
    await runner.run('create schema core');
    await runner.run("create table core.fact (id bigint not null, name varchar(6) default 'x', amount decimal(18,2))");
    await runner.run("insert into core.fact values (1, '한글', 1.10)");
    await runner.run('create view core.total as select id, sum(amount) as amount from core.fact group by id');
    await runner.run('create role reader');
    const { Id } = await runner.execute('select 1');
    client.destroy();
    await first.close();

    const stock = await DuckDBInstance.create(options().databasePath);
    const connection = await stock.connect();
    const rows = await (
      await connection.run('select f.*, t.amount from core.fact f join core.total t using (id)')
    ).getRowsJson();
    expect(rows).toEqual([['1', '한글', '1.10', '1.10']]);
    connection.closeSync();
    stock.closeSync();

    const second = await startRedshiftDataEndpoint(options());
    const again = createClient(second.url);
    const next = createRunner(again);
    expect(await next.errorOf("insert into core.fact values (2, '한글이', 1)")).toContain('character varying(6)');
    expect(await next.errorOf('insert into core.fact (name) values (null)')).toContain(
      'Cannot insert a NULL value into column id',
    );
    await next.run('insert into core.fact (id) values (2)');
    expect(await next.query('select name from core.fact where id = 2')).toEqual([['x']]);
    expect(await next.query('select amount from core.total where id = 1')).toEqual([['1.10']]);
    expect(await next.errorOf('drop table core.fact')).toContain('view core.total');
    expect(await next.errorOf('create role reader')).toContain('already exists');
    expect(await again.send(new DescribeStatementCommand({ Id }))).toMatchObject({
      Status: 'FINISHED',
      HasResultSet: true,
    });
    await expect(again.send(new GetStatementResultCommand({ Id }))).rejects.toThrow(/not over a restart/);
    again.destroy();
    await second.close();
  });

  it('keeps rights and masks, and leaves open what an older version made without any', async () => {
    const rolesOf = () => ['reader'];
    const open = async (act: (admin: Runner, reader: Runner) => Promise<void>) => {
      const endpoint = await startRedshiftDataEndpoint({ ...options(), rolesOf });
      const client = createClient(endpoint.url);
      await act(createAdmin(client), createRunner(client));
      client.destroy();
      await endpoint.close();
    };
    await open(async (admin) => {
      await admin.run('create schema core');
      await admin.run('create role reader');
      await admin.run('create table core.a (a int)');
      await admin.run('create table core.b (a int)');
      await admin.run('create view core.v as select a from core.b');
      await admin.run('grant usage on schema core to role reader');
      await admin.run('grant select on core.a, core.v to role reader');
      await admin.run('create masking policy zero with (a int) using (0::int)');
      await admin.run('attach masking policy zero on core.b (a) to role reader');
      await admin.run('insert into core.b values (5)');
    });
    await open(async (_admin, reader) => {
      expect(await reader.query('select count(*) from core.a join core.v using (a)')).toEqual([[0]]);
      expect(await reader.query('select a from core.v')).toEqual([[0]]);
      expect(await reader.errorOf('select * from core.b')).toContain('permission denied for relation b');
    });
    const stock = await DuckDBInstance.create(options().databasePath);
    const connection = await stock.connect();
    await connection.run('drop table redshift_data_api.access_right');
    connection.closeSync();
    stock.closeSync();
    await open(async (admin, reader) => {
      await reader.run('insert into core.b values (1)');
      expect(await reader.query('select a from core.v')).toEqual([[0], [0]]);
      await admin.run('create table core.c (a int)');
      expect(await reader.errorOf('select * from core.c')).toContain('permission denied for relation c');
    });
  });

  it('tells who has the file', async () => {
    const other = await forkEndpoint(folder);
    const failure = startRedshiftDataEndpoint(options());
    await expect(failure).rejects.toBeInstanceOf(DatabaseLockedError);
    await expect(failure).rejects.toMatchObject({ pid: other.pid, databasePath: options().databasePath });
    await other.kill();
    const own = await startRedshiftDataEndpoint(options());
    await expect(startRedshiftDataEndpoint(options())).rejects.toMatchObject({
      name: 'DatabaseLockedError',
      pid: process.pid,
    });
    expect((await forkEndpoint(folder)).lockedBy).toBe(process.pid);
    await own.close();
  });

  it('opens an empty file and one that other programs made', async () => {
    const stock = await DuckDBInstance.create(options().databasePath);
    const connection = await stock.connect();
    await connection.run(
      "create schema core; create table core.made as select 1::bigint as a, 'x' as b, 1.5::decimal(4,1) as c",
    );
    connection.closeSync();
    stock.closeSync();
    const endpoint = await startRedshiftDataEndpoint(options());
    const client = createClient(endpoint.url);
    expect(await createRunner(client).query('select a + 1, b || b, c * 2 from core.made')).toEqual([[2, 'xx', '3.0']]);
    client.destroy();
    await endpoint.close();
  });

  it('knows after kill -9 exactly what committed, and no token runs twice', async () => {
    const sqls = (token: string) => [
      `insert into ledger values ('${token}')`,
      'insert into filler select a.n + b.n from digits a, digits b',
      `insert into ledger values ('${token}')`,
      `update filler set n = n + 1`,
      `insert into ledger values ('${token}')`,
      ...(token === 'token-endless'
        ? ['select count(*) from filler a, filler b, filler c where a.n * b.n = c.n + 3']
        : []),
    ];
    const submit = (token: string) =>
      new BatchExecuteStatementCommand({ ...where, Sqls: sqls(token), ClientToken: token });
    let server = await forkEndpoint(folder);
    let client = createClient(server.url ?? '');
    const setUp = createRunner(client);
    await setUp.run('create table ledger (token varchar(20))');
    await setUp.run('create table filler (n bigint)');
    await setUp.run('create table digits (n int)');
    await setUp.run(`insert into digits values ${Array.from({ length: 300 }, (_, i) => `(${i})`).join(', ')}`);
    const seen = { FINISHED: 0, FAILED: 0 };
    // Never done when it is killed, somewhere in between, and surely done.
    const delays = ['endless', 5, 10, 15, 20, 25, 'done'];
    for (const delay of delays) {
      const token = `token-${delay}`;
      const { Id } = await client.send(submit(token));
      const queued = await client.send(new ExecuteStatementCommand({ ...where, Sql: 'select 1' }));
      if (typeof delay === 'number') await sleep(delay);
      if (delay === 'endless') await sleep(50);
      if (delay === 'done') await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
      await server.kill();
      client.destroy();

      server = await forkEndpoint(folder);
      client = createClient(server.url ?? '');
      const runner = createRunner(client);
      const after = await client.send(new DescribeStatementCommand({ Id }));
      const [[count]] = (await runner.query('select count(*) from ledger where token = :token', { token })) as [
        [number],
      ];
      expect([after.Status, count]).toEqual(after.Status === 'FINISHED' ? ['FINISHED', 3] : ['FAILED', 0]);
      if (after.Status === 'FAILED') expect(after.Error).toBe('connection lost; the transaction was rolled back');
      seen[after.Status as 'FINISHED' | 'FAILED'] += 1;
      const late = await client.send(new DescribeStatementCommand({ Id: queued.Id }));
      expect(['FINISHED', 'FAILED']).toContain(late.Status);
      expect((await client.send(submit(token))).Id).toBe(Id);
      expect(await runner.query('select count(*) from ledger where token = :token', { token })).toEqual([[count]]);
    }
    client.destroy();
    await server.kill();
    expect(seen.FINISHED + seen.FAILED).toBe(delays.length);
    expect(Math.min(seen.FINISHED, seen.FAILED)).toBeGreaterThan(0);
    // Nothing of the killed processes is left in the scratch folder.
    const endpoint = await startRedshiftDataEndpoint(options());
    await endpoint.close();
    expect((await readdir(options().tmpRoot)).filter((name) => name === 'statements')).toEqual([]);
  });
});
