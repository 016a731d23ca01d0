import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  ListDatabasesCommand,
  ListSchemasCommand,
  ListSessionsCommand,
  ListStatementsCommand,
  ListTablesCommand,
  ValidationException,
} from '@aws-sdk/client-redshift-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../call-record.ts';
import { createClient, createRunner, openWarehouse, readRows, type Warehouse, where } from './warehouse.ts';

/** Runs for seconds, unless it is stopped. */
const slow = 'select count(*) from numbers a, numbers b, numbers c, numbers d where (a.n * b.n + c.n * d.n) % 7 = 3';
/** The same, and those that may write wait for it. */
const slowWrite = `insert into numbers ${slow}`;
const oneRow = 'update numbers set n = n where n = 1';

describe('the Data API, seen by the SDK client', () => {
  let warehouse: Warehouse;
  const calls: CallRecord[] = [];
  let time = Date.parse('2026-01-01T00:00:00Z');

  beforeAll(async () => {
    warehouse = await openWarehouse({ recordCall: (call) => calls.push(call), now: () => new Date(time) });
    const digits = Array.from({ length: 10 }, (_, i) => `(${i})`).join(', ');
    await warehouse.run('create table digits (n int)');
    await warehouse.run(`insert into digits values ${digits}`);
    await warehouse.run('create table numbers (n bigint)');
    await warehouse.run('insert into numbers select a.n * 100 + b.n * 10 + c.n from digits a, digits b, digits c');
  });
  afterAll(() => warehouse.close());

  it('answers at once and runs later, those that write in order', async () => {
    const { client } = warehouse;
    const first = await client.send(new ExecuteStatementCommand({ ...where, Sql: slowWrite }));
    expect(first.Id).toMatch(/^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}$/);
    expect(first).toMatchObject({ Database: 'dev', WorkgroupName: 'paylake', DbUser: 'IAMR:loader' });
    expect(first.CreatedAt).toEqual(new Date(time));
    const second = await client.send(new ExecuteStatementCommand({ ...where, Sql: oneRow }));
    const queued = await client.send(new DescribeStatementCommand({ Id: second.Id }));
    expect(queued).toMatchObject({
      Status: 'SUBMITTED',
      Duration: -1,
      ResultRows: -1,
      ResultSize: -1,
      HasResultSet: false,
    });
    const running = await client.send(new DescribeStatementCommand({ Id: first.Id }));
    expect(['PICKED', 'STARTED']).toContain(running.Status);
    await expect(client.send(new GetStatementResultCommand({ Id: first.Id }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      ResourceId: first.Id,
    });
    expect(await client.send(new CancelStatementCommand({ Id: first.Id }))).toMatchObject({ Status: true });
    const cancelled = await client.send(new DescribeStatementCommand({ Id: first.Id, WaitTimeSeconds: 10 }));
    expect(cancelled.Status).toBe('ABORTED');
    const done = await client.send(new DescribeStatementCommand({ Id: second.Id, WaitTimeSeconds: 10 }));
    expect(done).toMatchObject({
      Status: 'FINISHED',
      HasResultSet: false,
      ResultRows: 1,
      QueryString: oneRow,
    });
    expect(done.Duration).toBeGreaterThan(0);
    expect(done.RedshiftPid).toBeGreaterThan(0);
    expect(done.RedshiftQueryId).toBeGreaterThan(0);
  });

  it('waits no longer than asked', async () => {
    const { client } = warehouse;
    const started = performance.now();
    const { Id, Status } = await client.send(new ExecuteStatementCommand({ ...where, Sql: slow, WaitTimeSeconds: 1 }));
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(Status).toBe('STARTED');
    await client.send(new CancelStatementCommand({ Id }));
  });

  it('answers a query while a batch writes, from what is committed', async () => {
    const { client } = warehouse;
    const before = await warehouse.query('select count(*) from numbers');
    const Sqls = ['insert into numbers select n from numbers', slowWrite];
    const { Id } = await client.send(new BatchExecuteStatementCommand({ ...where, Sqls }));
    while ((await client.send(new DescribeStatementCommand({ Id }))).SubStatements?.[1]?.Status !== 'STARTED')
      await sleep(5);
    expect(await warehouse.query('select count(*) from numbers')).toEqual(before);
    expect(await client.send(new DescribeStatementCommand({ Id }))).toMatchObject({ Status: 'STARTED' });
    await client.send(new CancelStatementCommand({ Id }));
    expect(await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 10 }))).toMatchObject({
      Status: 'ABORTED',
    });
    expect(await warehouse.query('select count(*) from numbers')).toEqual(before);
  });

  it('cancels a queued statement and leaves a finished one', async () => {
    const { client } = warehouse;
    const first = await client.send(new ExecuteStatementCommand({ ...where, Sql: slowWrite }));
    const queued = await client.send(
      new BatchExecuteStatementCommand({ ...where, Sqls: ['create table never (a int)', 'select 1'] }),
    );
    await client.send(new CancelStatementCommand({ Id: queued.Id }));
    expect(await client.send(new DescribeStatementCommand({ Id: queued.Id }))).toMatchObject({
      Status: 'ABORTED',
      SubStatements: [{ Status: 'ABORTED' }, { Status: 'ABORTED' }],
    });
    await client.send(new CancelStatementCommand({ Id: first.Id }));
    const done = await warehouse.execute('select count(*) from svv_tables where table_name = :name', { name: 'never' });
    await expect(client.send(new CancelStatementCommand({ Id: done.Id }))).rejects.toThrow(
      `Could not cancel a query that is already in FINISHED state with ID: ${done.Id}`,
    );
    expect(await readRows(client, done.Id ?? '')).toEqual([[0]]);
  });

  it('rolls a running batch back when it is cancelled', async () => {
    const { client } = warehouse;
    await warehouse.run('create table half (a int)');
    const { Id } = await client.send(
      new BatchExecuteStatementCommand({ ...where, Sqls: ['insert into half values (1)', slow] }),
    );
    await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 1 }));
    await client.send(new CancelStatementCommand({ Id }));
    expect(await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 10 }))).toMatchObject({
      Status: 'ABORTED',
    });
    expect(await warehouse.query('select count(*) from half')).toEqual([[0]]);
  });

  it('commits all or nothing when it is cancelled at any moment', async () => {
    const { client } = warehouse;
    await warehouse.run('create table raced (round int)');
    const seen = new Set<string | undefined>();
    for (let round = 0; round < 30; round++) {
      const insert = `insert into raced select ${round} from numbers where n < 100`;
      const { Id } = await client.send(new BatchExecuteStatementCommand({ ...where, Sqls: [insert, insert, insert] }));
      await sleep((round % 10) * 1.5);
      await client.send(new CancelStatementCommand({ Id })).catch(() => undefined);
      const { Status } = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 10 }));
      const found = await warehouse.query(`select count(*) from raced where round = ${round}`);
      expect([Status, found]).toEqual(Status === 'FINISHED' ? ['FINISHED', [[300]]] : ['ABORTED', [[0]]]);
      seen.add(Status);
    }
    expect(seen).toEqual(new Set(['FINISHED', 'ABORTED']));
  });

  it('gives every statement of a batch an id, a state and a result of its own', async () => {
    const { client } = warehouse;
    const done = await warehouse.batch([
      'create temp table picked as select n from digits where n < 3',
      'select n from picked order by n desc',
      'insert into digits select n from picked where n < 0',
      'select 1 as a where 1 = 0',
    ]);
    expect(done).toMatchObject({ Status: 'FINISHED', HasResultSet: true, ExecutionMode: 'TRANSACTION' });
    expect(
      done.SubStatements?.map(({ Id, Status, ResultRows, HasResultSet }) => [Id, Status, ResultRows, HasResultSet]),
    ).toEqual([
      [`${done.Id}:1`, 'FINISHED', 3, false],
      [`${done.Id}:2`, 'FINISHED', 3, true],
      [`${done.Id}:3`, 'FINISHED', 0, false],
      [`${done.Id}:4`, 'FINISHED', 0, true],
    ]);
    expect(await readRows(client, `${done.Id}:2`)).toEqual([[2], [1], [0]]);
    expect(await readRows(client, `${done.Id}:4`)).toEqual([]);
    expect(await client.send(new DescribeStatementCommand({ Id: `${done.Id}:2` }))).toMatchObject({
      Id: `${done.Id}:2`,
      QueryString: 'select n from picked order by n desc',
      ResultRows: 3,
    });
    await expect(readRows(client, done.Id ?? '')).rejects.toThrow(
      'BatchExecuteStatement result can only be retrieved with sub-statement id.',
    );
    await expect(readRows(client, `${done.Id}:1`)).rejects.toThrow('Query does not have result');
    await expect(readRows(client, `${done.Id}:5`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await warehouse.errorOf('select n from picked')).toContain('relation "picked" does not exist');
  });

  it('names the statement that failed', async () => {
    const done = await warehouse.batch(['insert into digits values (10)', 'select n / 0 from digits', 'select 3']);
    expect(done).toMatchObject({
      Status: 'FAILED',
      HasResultSet: false,
      Error: 'Query #2 failed with ERROR: Divide by zero',
    });
    expect(done.SubStatements?.map(({ Status, Error: error }) => [Status, error])).toEqual([
      ['FINISHED', undefined],
      ['FAILED', 'ERROR: Divide by zero'],
      ['ABORTED', undefined],
    ]);
    expect(await warehouse.errorOf('select n / 0 from digits')).toBe('ERROR: Divide by zero');
  });

  it('describes columns as Redshift does', async () => {
    const { client } = warehouse;
    await warehouse.run(
      'create table wide (a smallint not null, b bigint, c decimal(18,2), d varchar(20), e timestamp, f bool, g real, h char(3), i timestamptz)',
    );
    await warehouse.run(
      "insert into wide values (1, 2, 3, 'x', '2020-01-01', true, 0.1, 'abc', '2020-01-01 09:00:00+09')",
    );
    const done = await warehouse.execute('select wide.*, c * 2 as twice, count(*) over () from wide');
    const result = await client.send(new GetStatementResultCommand({ Id: done.Id }));
    const columns = result.ColumnMetadata?.map((c) => [c.name, c.typeName, c.nullable, c.precision, c.scale, c.length]);
    expect(columns).toEqual([
      ['a', 'int2', 0, 5, 0, 0],
      ['b', 'int8', 1, 19, 0, 0],
      ['c', 'numeric', 1, 18, 2, 0],
      ['d', 'varchar', 1, 20, 0, 20],
      ['e', 'timestamp', 1, 29, 0, 0],
      ['f', 'bool', 1, 1, 0, 0],
      ['g', 'float4', 1, 8, 0, 0],
      ['h', 'bpchar', 1, 3, 0, 3],
      ['i', 'timestamptz', 1, 35, 0, 0],
      ['twice', 'numeric', 1, 29, 2, 0],
      ['count', 'int8', 0, 19, 0, 0],
    ]);
    expect(result.ColumnMetadata?.[0]).toMatchObject({
      schemaName: 'public',
      tableName: 'wide',
      label: 'a',
      isSigned: true,
    });
    expect(result.TotalNumRows).toBe(1);
    expect(result.Records?.[0]).toEqual([
      { longValue: 1 },
      { longValue: 2 },
      { stringValue: '3.00' },
      { stringValue: 'x' },
      { stringValue: '2020-01-01 00:00:00' },
      { booleanValue: true },
      { doubleValue: 0.1 },
      { stringValue: 'abc' },
      { stringValue: '2020-01-01 00:00:00+00' },
      { stringValue: '6.00' },
      { longValue: 1 },
    ]);
  });

  it('pages results by rows and by size', async () => {
    const { client } = warehouse;
    const done = await warehouse.execute('select a.n * 1000 + b.n from numbers a, digits b where a.n < 250 order by 1');
    const first = await client.send(new GetStatementResultCommand({ Id: done.Id }));
    expect(first.Records).toHaveLength(1000);
    expect(first.TotalNumRows).toBe(2500);
    const rows = await readRows(client, done.Id ?? '');
    expect(rows).toHaveLength(2500);
    expect(rows.at(-1)).toEqual([249_009]);
    const broad = await warehouse.execute("select lpad('x', 60000) from numbers where n < 40");
    expect((await client.send(new GetStatementResultCommand({ Id: broad.Id }))).Records?.length).toBe(18);
    expect(await readRows(client, broad.Id ?? '')).toHaveLength(40);
    await expect(client.send(new GetStatementResultCommand({ Id: done.Id, NextToken: 'x' }))).rejects.toThrow(
      /NextToken/,
    );
    expect(await warehouse.errorOf("select lpad('x', 65000), lpad('x', 1000)")).toMatch(
      /Packet for query is too large/,
    );
  });

  const tooLong = 'x'.repeat(65);
  const invalid: [name: string, input: object, message: RegExp][] = [
    ['no SQL', { Sql: undefined }, /sql/],
    ['empty SQL', { Sql: ' ' }, /must not be empty/],
    ['no database', { Database: undefined }, /database/],
    ['no workgroup', { WorkgroupName: undefined }, /WorkgroupName/],
    ['a database user', { DbUser: 'x' }, /DbUser/],
    ['a long client token', { ClientToken: tooLong }, /clientToken.*64/],
    ['a long wait', { WaitTimeSeconds: 31 }, /waitTimeSeconds.*30/],
    ['a session', { SessionId: 'x' }, /SessionId is not supported/],
    ['a kept session', { SessionKeepAliveSeconds: 5 }, /SessionKeepAliveSeconds is not supported/],
    ['an unknown format', { ResultFormat: 'XML' as 'CSV' }, /resultFormat/],
    ['too much SQL', { Sql: `select '${'x'.repeat(102_400)}'` }, /102400/],
    ['no parameters', { Parameters: [] }, /parameters/],
    ['an empty value', { Sql: 'select :a', Parameters: [{ name: 'a', value: '' }] }, /value/],
    ['a bad name', { Sql: 'select 1', Parameters: [{ name: 'a-b', value: 'x' }] }, /name/],
    ['an unused parameter', { Parameters: [{ name: 'a', value: 'x' }] }, /Unused parameters: \[a\]/],
    ['a missing parameter', { Sql: 'select :a, :b', Parameters: [{ name: 'a', value: 'x' }] }, /\[b\]/],
  ];
  it.each(invalid)('refuses %s', async (_, input, message) => {
    const failure = warehouse.client.send(new ExecuteStatementCommand({ ...where, Sql: 'select 1', ...input }));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(ValidationException);
  });

  const badBatches: [name: string, input: object, message: RegExp][] = [
    ['no statements', { Sqls: [] }, /sqls/],
    ['41 statements', { Sqls: Array.from({ length: 41 }, () => 'select 1') }, /40/],
    ['100 KB in all', { Sqls: Array.from({ length: 40 }, () => `select '${'x'.repeat(2600)}'`) }, /at most 102400/],
    ['AUTO_COMMIT', { ExecutionMode: 'AUTO_COMMIT' }, /AUTO_COMMIT/],
    ['a parameter nobody uses', { Parameters: [{ name: 'a', value: 'x' }] }, /unused/],
  ];
  it.each(badBatches)('refuses a batch with %s', async (_, input, message) => {
    const command = new BatchExecuteStatementCommand({ ...where, Sqls: ['select 1', 'select 2'], ...input });
    await expect(warehouse.client.send(command)).rejects.toThrow(message);
  });

  it('takes 200 statements that are not finished, and no more', async () => {
    const { client } = warehouse;
    const send = (Sql: string) => client.send(new ExecuteStatementCommand({ ...where, Sql }));
    const first = await send(slowWrite);
    const queued = await Promise.all(Array.from({ length: 199 }, () => send(oneRow)));
    await expect(send('select 1')).rejects.toMatchObject({ name: 'ActiveStatementsExceededException' });
    await client.send(new CancelStatementCommand({ Id: first.Id }));
    const last = await client.send(new DescribeStatementCommand({ Id: queued.at(-1)?.Id, WaitTimeSeconds: 20 }));
    expect(last.Status).toBe('FINISHED');
    expect(await warehouse.query('select 1')).toEqual([[1]]);
  });

  it('runs 40 statements', async () => {
    const done = await warehouse.batch(Array.from({ length: 40 }, (_, i) => `select ${i}`));
    expect(await readRows(warehouse.client, `${done.Id}:40`)).toEqual([[39]]);
  });

  it('names what it does not implement', async () => {
    const { client } = warehouse;
    await expect(client.send(new ListSessionsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('ListSessions'),
    });
    await expect(client.send(new DescribeStatementCommand({ Id: 'x' }))).rejects.toThrow(/id must satisfy/);
    const Id = '00000000-0000-0000-0000-000000000000';
    await expect(client.send(new DescribeStatementCommand({ Id }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      ResourceId: Id,
    });
  });

  it('lists statements of the caller, filtered and in pages', async () => {
    const { client, endpoint } = warehouse;
    const other = createClient(endpoint.url, 'lister');
    const ids: (string | undefined)[] = [];
    for (const name of ['daily-1', 'daily-2', 'Daily-3']) {
      const { Id } = await other.send(
        new ExecuteStatementCommand({ ...where, Sql: 'select 1', StatementName: name, WaitTimeSeconds: 5 }),
      );
      ids.unshift(Id);
    }
    const failed = await other.send(
      new BatchExecuteStatementCommand({ ...where, Sqls: ['select x'], WaitTimeSeconds: 5 }),
    );
    const list = async (input: object) => {
      const { Statements, NextToken } = await other.send(new ListStatementsCommand(input));
      return { ids: Statements?.map((statement) => statement.Id), NextToken, Statements };
    };
    expect((await list({})).ids).toEqual(ids);
    expect((await list({ Status: 'ALL' })).ids).toEqual([failed.Id, ...ids]);
    expect((await list({ Status: 'FAILED' })).Statements).toMatchObject([
      { IsBatchStatement: true, QueryStrings: ['select x'] },
    ]);
    expect((await list({ StatementName: 'daily' })).ids).toEqual(ids.slice(1));
    const page = await list({ MaxResults: 2 });
    expect(page.ids).toEqual(ids.slice(0, 2));
    expect((await list({ MaxResults: 2, NextToken: page.NextToken })).ids).toEqual(ids.slice(2));
    await expect(other.send(new ListStatementsCommand({ MaxResults: 101 }))).rejects.toThrow(/maxResults/);
    // A statement belongs to the role that ran it.
    await expect(client.send(new DescribeStatementCommand({ Id: ids[0] }))).rejects.toThrow(/does not exist/);
    other.destroy();
  });

  it('lists databases, schemas, tables and columns', async () => {
    const { client } = warehouse;
    await warehouse.run('create schema shop');
    await warehouse.run('create table shop.orders (id int not null, total decimal(10,2))');
    expect((await client.send(new ListDatabasesCommand(where))).Databases).toEqual(['dev']);
    expect((await client.send(new ListSchemasCommand({ ...where, SchemaPattern: 's%' }))).Schemas).toEqual(['shop']);
    expect((await client.send(new ListTablesCommand({ ...where, SchemaPattern: 'shop' }))).Tables).toEqual([
      { name: 'orders', schema: 'shop', type: 'TABLE' },
    ]);
    const table = await client.send(new DescribeTableCommand({ ...where, Schema: 'shop', Table: 'orders' }));
    expect(table.ColumnList).toMatchObject([
      { name: 'id', typeName: 'int4', nullable: 0 },
      { name: 'total', typeName: 'numeric', nullable: 1, precision: 10, scale: 2 },
    ]);
  });

  it('records calls under the caller and the workgroup, and the sign-in that goes with a statement', async () => {
    calls.length = 0;
    const { Id } = await warehouse.execute('select 1');
    await warehouse.client.send(new DescribeStatementCommand({ Id: `${Id}:1` })).catch(() => undefined);
    expect(calls).toEqual([
      { principal: 'loader', action: 'redshift-data:ExecuteStatement', resource: 'paylake', status: 200 },
      { principal: 'loader', action: 'redshift-serverless:GetCredentials', resource: 'paylake', status: 200 },
      { principal: 'loader', action: 'redshift-data:DescribeStatement', resource: 'paylake', status: 200 },
      { principal: 'loader', action: 'redshift-data:DescribeStatement', resource: '*', status: 400 },
    ]);
  });

  it('remembers a client token for 8 hours and a result for 24', async () => {
    const { client } = warehouse;
    await warehouse.run('create table once (a int)');
    const send = (ClientToken: string, Sql = 'insert into once values (1)') =>
      client.send(new ExecuteStatementCommand({ ...where, Sql, ClientToken, WaitTimeSeconds: 10 }));
    const ids = await Promise.all([send('t1'), send('t1'), send('t1')]);
    expect(new Set(ids.map(({ Id }) => Id)).size).toBe(1);
    expect((await send('t1')).Id).toBe(ids[0]?.Id);
    await expect(send('t1', 'insert into once values (2)')).rejects.toThrow(
      /ClientToken t1 was used for another request/,
    );
    expect((await send('t2')).Id).not.toBe(ids[0]?.Id);
    expect(await warehouse.query('select count(*) from once')).toEqual([[2]]);
    const failed = await send('t3', 'select x');
    expect((await send('t3', 'select x')).Id).toBe(failed.Id);
    const other = createClient(warehouse.endpoint.url, 'other');
    const { Id } = await other.send(new ExecuteStatementCommand({ ...where, Sql: 'select 1', ClientToken: 't1' }));
    expect(Id).not.toBe(ids[0]?.Id);
    other.destroy();

    const kept = await warehouse.execute('select 1');
    time += 8 * 3_600_000 - 1000;
    expect((await send('t1')).Id).toBe(ids[0]?.Id);
    time += 2000;
    expect((await send('t1')).Id).not.toBe(ids[0]?.Id);
    expect(await warehouse.query('select count(*) from once')).toEqual([[3]]);
    time += 16 * 3_600_000;
    await expect(client.send(new DescribeStatementCommand({ Id: kept.Id }))).rejects.toThrow(/24 hours/);
  });

  it('takes its clock for getdate and sysdate', async () => {
    time = Date.parse('2026-03-01T23:59:59.5Z');
    expect(await warehouse.query('select getdate(), current_date, current_user')).toEqual([
      ['2026-03-01 23:59:59.5', '2026-03-01', 'IAMR:loader'],
    ]);
  });

  it('puts a parameter only where a value may stand, whatever is in it', async () => {
    const hostile = [
      "'; drop table digits; --",
      "a'b",
      '"',
      ':x',
      '$1',
      '\\',
      '한글 😀',
      'null',
      '--',
      '/*',
      '%_',
      'x\n\ty',
    ];
    for (const value of hostile) {
      expect(
        await warehouse.query('select :v, length(:v), \':v\', "n" from digits where n = 0 -- :nope', { v: value }),
      ).toEqual([[value, [...value].length, ':v', 0]]);
    }
    const cast =
      'select :n::int + 1, :d::date + 1, :m::decimal(18,2) * 2, :b::bool, n from digits where n = :n /* :c */';
    expect(await warehouse.query(cast, { n: '7', d: '2024-02-28', m: '1.10', b: 'true' })).toEqual([
      [8, '2024-02-29', '2.20', true, 7],
    ]);
    expect(await warehouse.errorOf('select n from :t', { t: 'digits' })).toContain('syntax error');
    expect(await warehouse.errorOf('select n from digits where n = :n', { n: '1 or 1=1' })).toContain(
      'invalid input syntax for integer',
    );
    expect(await warehouse.errorOf('select n from digits limit :n', { n: '1' })).toContain('limit');
    const shared = await warehouse.batch(['select :a', 'select 1', 'select :a || :b'], { a: 'x', b: 'y' });
    expect(await readRows(warehouse.client, `${shared.Id}:3`)).toEqual([['xy']]);
    expect(shared.QueryParameters).toEqual([
      { name: 'a', value: 'x' },
      { name: 'b', value: 'y' },
    ]);
  });

  it('answers a raw request that is no JSON', async () => {
    const response = await fetch(warehouse.endpoint.url, {
      method: 'POST',
      body: 'x',
      headers: { 'x-amz-target': 'RedshiftData.ExecuteStatement' },
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await response.json()).toMatchObject({ __type: 'SerializationException', Message: expect.any(String) });
  });

  it('keeps statements of several callers apart in one queue', async () => {
    await warehouse.run('create table counter (n int)');
    await warehouse.run('insert into counter values (0)');
    const runner = createRunner(warehouse.client);
    const done = await Promise.all(Array.from({ length: 20 }, () => runner.run('update counter set n = n + 1')));
    expect(done).toEqual(Array.from({ length: 20 }, () => 1));
    expect(await warehouse.query('select n from counter')).toEqual([[20]]);
  });
});
