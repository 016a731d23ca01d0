import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import { readSql, sqlDirectory } from '../../lib/stages/warehouse/read-statements.ts';

/** How long a migration meant to wait; nobody does here. */
const waits = vi.hoisted((): number[] => []);
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void waits.push(ms) }));

const secret = 'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin';

describe('a migration as the service sees it', () => {
  const client = new RedshiftDataClient({ region: 'ap-northeast-2' });
  const redshift = mockClient(client);
  const run = () => migrate({ client, workgroup: 'w', database: 'd' }, secret);
  const admin = { WorkgroupName: 'w', Database: 'd', SecretArn: secret };
  const batches = () => redshift.commandCalls(BatchExecuteStatementCommand).map(({ args: [{ input }] }) => input);
  beforeEach(() => {
    redshift.reset();
    waits.length = 0;
    redshift.onAnyCommand().rejects(new Error('not asked for'));
    redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'batch' });
    redshift.on(ExecuteStatementCommand).resolves({ Id: 'asked' });
    redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
    redshift.on(GetStatementResultCommand, { Id: 'asked' }).resolves({ Records: [], TotalNumRows: 0 });
  });

  it('is run as admin, with the row that says it was run in the same batch', async () => {
    const names = await run();
    expect(names[0]).toBe('001_schemas.sql');
    const [bootstrap, ...files] = batches();
    expect(bootstrap).toMatchObject(admin);
    expect(bootstrap).not.toHaveProperty('Parameters');
    expect(bootstrap?.Sqls).toEqual([
      'create schema if not exists ops',
      expect.stringContaining('create table if not exists ops.schema_migrations'),
    ]);
    expect(files).toHaveLength(names.length);
    for (const [at, { Parameters, Sqls, ...where }] of files.entries()) {
      expect(where).toEqual(admin);
      expect(Parameters).toEqual([
        { name: 'name', value: names[at] },
        { name: 'sha256', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ]);
      expect(Sqls?.at(-1)).toContain('insert into ops.schema_migrations');
      expect(Sqls?.length).toBeGreaterThan(1);
    }
    const [asked] = redshift.commandCalls(ExecuteStatementCommand);
    expect(asked?.args[0].input).toEqual({ ...admin, Sql: expect.stringContaining('from ops.schema_migrations') });
  });

  const applied = (names: readonly string[], sha256 = hashOf) =>
    redshift.on(GetStatementResultCommand, { Id: 'asked' }).resolves({
      Records: names.map((name) => [{ stringValue: name }, { stringValue: sha256(name) }]),
      TotalNumRows: names.length,
    });
  const hashOf = (name: string): string =>
    createHash('sha256')
      .update(readSql(name.includes('/') ? name : `ddl/${name}`))
      .digest('hex');

  it('takes the files of SQL alone, in the order of their names, whatever the disk gives', async () => {
    const root = await mkdtemp(join(tmpdir(), 'paylake-migrate-'));
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await rm(root, { recursive: true });
    });
    await mkdir(join(root, 'sql/ddl'), { recursive: true });
    const files = Array.from({ length: 30 }, (_, at) => `${String((at * 7) % 30).padStart(3, '0')}_x.sql`);
    for (const file of [...files, 'README.md', 'x.sql.orig'])
      await writeFile(join(root, 'sql/ddl', file), 'create schema x;\n');
    for (const folder of ['dims', 'marts'])
      await cp(join(sqlDirectory(), 'transactions', folder), join(root, 'sql/transactions', folder), {
        recursive: true,
      });
    vi.stubEnv('LAMBDA_TASK_ROOT', root);
    expect((await run()).filter((name) => !name.includes('/'))).toEqual(files.toSorted());
  });

  it('of a file that was applied is not run again', async () => {
    const all = await run();
    applied(all);
    expect(await run()).toEqual([]);
    applied(all.slice(1));
    const views = all.filter((name) => name.includes('/'));
    expect(await run()).toEqual([...all.slice(0, 1), ...views]);
    const files = all.filter((name) => !name.includes('/'));
    expect(files).toEqual(files.toSorted());
    for (const name of all) expect(name).toMatch(/\.sql$/);
  });

  it('of a file that was changed since is refused by name', async () => {
    const [first = ''] = await run();
    applied([first], () => 'another');
    await expect(run()).rejects.toThrow(
      `migration sql/ddl/${first} was changed after it was applied: write a new one instead`,
    );
  });

  it('waits until each batch is done before the next', async () => {
    const states = ['SUBMITTED', 'STARTED', 'FINISHED'] as const;
    let looks = 0;
    redshift.on(DescribeStatementCommand).callsFake(() => ({ Status: states[looks++ % states.length] }));
    const names = await run();
    // The bootstrap, the question what was applied, and each file.
    expect(looks).toBe(3 * (names.length + 2));
    expect(waits).toEqual(Array.from({ length: names.length + 2 }, () => [50, 100]).flat());
  });

  it('looks again soon at first, then every five seconds, as long as it takes', async () => {
    let looks = 0;
    redshift.on(DescribeStatementCommand).callsFake(() => {
      looks++;
      return looks <= 9 ? { Status: 'STARTED' } : { Status: 'FAILED', Error: 'ERROR: disk full' };
    });
    await expect(run()).rejects.toThrow(/^migration FAILED: ERROR: disk full in: undefined$/);
    expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('looks at the batch that it sent, and at the question by its own name', async () => {
    await run();
    const asked = redshift.commandCalls(DescribeStatementCommand).map(({ args: [{ input }] }) => input.Id);
    expect(asked).toEqual(['batch', 'asked', ...asked.slice(2).map(() => 'batch')]);
  });

  it('of a warehouse that gives no rows is run from the start', async () => {
    redshift.on(GetStatementResultCommand, { Id: 'asked' }).resolves({ Records: undefined });
    expect((await run())[0]).toBe('001_schemas.sql');
  });

  it.each([
    ['FAILED', 'ERROR: syntax', 'ERROR: syntax in: select x'],
    ['ABORTED', undefined, 'cancelled in: select x'],
  ] as const)('that %s says why, and in which statement', async (Status, error, said) => {
    const SubStatements = [
      { Id: 'batch:1', Status: 'FINISHED' as const, QueryString: 'select 1', Error: 'fine' },
      { Id: 'batch:2', Status: 'FAILED' as const, QueryString: `select x${' '.repeat(400)}`, Error: error },
    ];
    redshift.on(DescribeStatementCommand).resolves({ Status, Error: 'cancelled', SubStatements });
    const failure = await run().catch((error: Error) => error.message);
    expect(failure).toBe(`migration ${Status}: ${said}${' '.repeat(192)}`);
    expect(batches()).toHaveLength(1);
  });
});
