import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  RedshiftDataClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-redshift-data';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { journalKey, runKey } from '../../lib/lake/keys.ts';
import { getJson, putJson } from '../../lib/lake/objects.ts';
import type { Decision } from '../../lib/run/records.ts';
import { advanceBatch, type BatchState } from '../../lib/stages/warehouse/advance-batch.ts';
import { loadBatch } from '../../lib/stages/warehouse/load-batch.ts';
import { loadRun } from '../../lib/stages/warehouse/load-run.ts';
import { type Batch, batchLimits } from '../../lib/stages/warehouse/warehouse.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

/*
 * What becomes of a batch by the answers of the service, for what the endpoint cannot be brought to say.
 */

let stateKey = '';

/** A client whose answers are given, as a test gives them. */
function givenAnswers() {
  const client = new RedshiftDataClient({ region: 'ap-northeast-2' });
  return { redshift: mockClient(client), warehouse: { client, workgroup: 'w', database: 'd' } };
}

describe('a batch that fails for a moment', () => {
  let lake: ScratchLake;
  let given: ReturnType<typeof givenAnswers>;
  const batch: Batch = { statements: ['select 1'], parameters: [] };
  beforeAll(async () => {
    lake = await openMemoryLake(memoryS3);
  });
  beforeEach(() => {
    startRun();
    given = givenAnswers();
  });
  afterAll(() => lake.remove());
  let runs = 0;
  /** A run of its own for each test. */
  const startRun = (): void => {
    runs += 1;
    stateKey = runKey(`run-${runs}`, 'load');
  };
  const advance = () => advanceBatch(given.warehouse, lake.silver, stateKey, batch, 'execution-1');

  /** [what the service says, how the caller learns of it in the end] */
  const transient: [string, object][] = [
    [
      'a serialisation violation',
      { Status: 'FAILED', Error: 'ERROR: 1023 DETAIL: Serializable isolation violation on table' },
    ],
    ['a cancelled statement', { Status: 'ABORTED' }],
    ['a lost connection', { Status: 'FAILED', Error: 'connection lost' }],
  ];
  it.each(transient)('is tried three times, each with its own token: %s', async (_, description) => {
    given.redshift.onAnyCommand().rejects(new Error('not asked for'));
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    given.redshift.on(DescribeStatementCommand).resolves(description);
    for (let attempt = 1; attempt <= 3; attempt += 1) expect(await advance()).toMatchObject({ status: 'running' });
    await expect(advance()).rejects.toMatchObject({ kind: 'transient', name: 'TransientError' });
    const tokens = given.redshift
      .commandCalls(BatchExecuteStatementCommand)
      .map(({ args: [{ input }] }) => input.ClientToken);
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^[!-~]{1,64}$/);
  });

  it('does not try again what would fail again', async () => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    const SubStatements = [
      { Id: 'statement:1', Status: 'FINISHED' as const, QueryString: 'lock ops.load_ledger' },
      {
        Id: 'statement:2',
        Status: 'FAILED' as const,
        Error: 'ERROR: value too long',
        QueryString: 'copy\n  staged_transactions',
      },
    ];
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'FAILED', Error: 'Query #2 failed', SubStatements });
    await advance();
    await expect(advance()).rejects.toMatchObject({
      kind: 'internal',
      message: expect.stringMatching(/value too long in: copy staged_transactions/),
    });
    expect(given.redshift.commandCalls(BatchExecuteStatementCommand)).toHaveLength(1);
  });

  /** What the service answers where it does not say what became of a statement: [error, whether the statement is gone]. */
  const answers: [string, boolean][] = [
    ['ThrottlingException', false],
    ['InternalServerException', false],
    ['TimeoutError', false],
    ['ResourceNotFoundException', true],
    ['AccessDeniedException', true],
    ['ValidationException', true],
  ];
  it.each(answers)('is not submitted again while the first may still run (%s, forgotten: %s)', async (name, isGone) => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    await advance();
    given.redshift.on(DescribeStatementCommand).rejects(Object.assign(new Error(name), { name }));
    if (isGone) expect(await advance()).toMatchObject({ status: 'running' });
    else await expect(advance()).rejects.toMatchObject({ name });
    expect(given.redshift.commandCalls(BatchExecuteStatementCommand)).toHaveLength(isGone ? 2 : 1);
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
    expect(await advance()).toMatchObject({ status: 'finished', already: false });
  });

  it.each([
    ['failed for good', { Status: 'FAILED' as const, Error: 'ERROR: value too long' }],
    ['found the disk full', { Status: 'FAILED' as const, Error: 'ERROR: Disk Full' }],
    ['was cancelled for the third time', { Status: 'ABORTED' as const }],
  ])('of an execution whose batch %s is tried anew by the next, once', async (_, description) => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    given.redshift.on(DescribeStatementCommand).resolves(description);
    await putJson(lake.silver, stateKey, { owner: 'execution-0', attempt: 3, clientToken: 't', statementId: 'old' });
    expect(await advance()).toMatchObject({ status: 'running' });
    expect((await getJson<BatchState>(lake.silver, stateKey))?.value).toMatchObject({
      owner: 'execution-1',
      attempt: 1,
      statementId: 'statement',
    });
    // Still the first attempt of this execution: the next look is at its own statement.
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'STARTED' });
    expect(await advance()).toMatchObject({ status: 'running' });
    expect(given.redshift.commandCalls(BatchExecuteStatementCommand)).toHaveLength(1);
  });

  it('waits for the running batch of another execution instead of submitting its own', async () => {
    given.redshift.on(BatchExecuteStatementCommand).rejects(new Error('submitted twice'));
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'STARTED' });
    await putJson(lake.silver, stateKey, { owner: 'execution-0', attempt: 1, clientToken: 't', statementId: 'old' });
    expect(await advance()).toMatchObject({ status: 'running' });
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
    expect(await advance()).toEqual({ status: 'finished', statementId: 'old', already: false });
  });

  it('that finds the disk full says so at once', async () => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'FAILED', Error: 'ERROR: Disk Full' });
    await advance();
    await expect(advance()).rejects.toMatchObject({ name: 'DiskFull', message: expect.stringMatching(/disk full/i) });
    expect(given.redshift.commandCalls(BatchExecuteStatementCommand)).toHaveLength(1);
  });

  it('is submitted as what it is: statements, parameters where it has some, its state as its name', async () => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    const inputs = () =>
      given.redshift.commandCalls(BatchExecuteStatementCommand).map(({ args: [{ input }] }) => input);
    await advance();
    const state = (await getJson<BatchState>(lake.silver, stateKey))?.value;
    expect(state).toEqual({
      owner: 'execution-1',
      attempt: 1,
      clientToken: expect.any(String),
      statementId: 'statement',
    });
    const usual = { WorkgroupName: 'w', Database: 'd', Sqls: ['select 1'], StatementName: stateKey };
    expect(inputs()).toEqual([{ ...usual, ClientToken: state?.clientToken }]);
    startRun();
    const parameters = [{ name: 'run_id', value: 'r' }];
    await advanceBatch(given.warehouse, lake.silver, stateKey, { ...batch, parameters }, 'execution-1');
    expect(inputs()[1]).toMatchObject({ Parameters: parameters, StatementName: stateKey });
  });

  it('has a token of its own for each state, batch, execution and attempt: none is taken for another', async () => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'ABORTED' });
    const first = stateKey;
    await advance();
    await advance();
    await advanceBatch(given.warehouse, lake.silver, `${first}-2`, batch, 'execution-1');
    await advanceBatch(
      given.warehouse,
      lake.silver,
      `${first}-3`,
      { ...batch, statements: ['select 2'] },
      'execution-1',
    );
    await advanceBatch(given.warehouse, lake.silver, `${first}-4`, batch, 'execution-2');
    const calls = given.redshift.commandCalls(BatchExecuteStatementCommand);
    expect(new Set(calls.map(({ args: [{ input }] }) => input.ClientToken)).size).toBe(5);
  });

  it('of which nobody knows whether it was submitted is submitted by its token, and if it has changed since by another', async () => {
    given.redshift.on(BatchExecuteStatementCommand).rejects(new Error('no answer'));
    await expect(advance()).rejects.toThrow('no answer');
    const known = (await getJson<BatchState>(lake.silver, stateKey))?.value;
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    const deployed = { ...batch, statements: ['select 2'] };
    await putJson(lake.silver, stateKey, { ...known, attempt: 2 });
    await advanceBatch(given.warehouse, lake.silver, stateKey, deployed, 'execution-2');
    const state = (await getJson<BatchState>(lake.silver, stateKey))?.value;
    expect(state).toMatchObject({ owner: 'execution-2', attempt: 1, statementId: 'statement' });
    expect(state?.clientToken).not.toBe(known?.clientToken);
  });

  it.each(['execution-1', 'execution-2'])(
    'of which nobody knows whether it was submitted finds out by its own token (%s)',
    async (owner) => {
      given.redshift.on(BatchExecuteStatementCommand).rejects(new Error('no answer'));
      await expect(advance()).rejects.toThrow('no answer');
      const known = (await getJson<BatchState>(lake.silver, stateKey))?.value;
      given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
      expect(await advanceBatch(given.warehouse, lake.silver, stateKey, batch, owner)).toEqual({ status: 'running' });
      const state = (await getJson<BatchState>(lake.silver, stateKey))?.value;
      expect(state).toEqual({ ...known, statementId: 'statement' });
      const tokens = given.redshift
        .commandCalls(BatchExecuteStatementCommand)
        .map(({ args: [{ input }] }) => input.ClientToken);
      expect(tokens).toEqual([known?.clientToken, known?.clientToken]);
    },
  );

  it.each(['execution-1', 'execution-2'])('of which the ledger says that it was loaded is done (%s)', async (owner) => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    await advance();
    const QueryString = "select cast('check failed: already_loaded' as integer)";
    const SubStatements = [
      { Id: 'statement:2', Status: 'FAILED' as const, QueryString, Error: 'ERROR: check failed: already_loaded' },
    ];
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'FAILED', SubStatements });
    expect(await advanceBatch(given.warehouse, lake.silver, stateKey, batch, owner)).toEqual({
      status: 'finished',
      statementId: 'statement',
      already: true,
    });
    expect(given.redshift.commandCalls(BatchExecuteStatementCommand)).toHaveLength(1);
  });

  it('of whose state the service says nothing is held to run', async () => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    await advance();
    given.redshift.on(DescribeStatementCommand).resolves({});
    expect(await advance()).toMatchObject({ status: 'running' });
    expect(given.redshift.commandCalls(BatchExecuteStatementCommand)).toHaveLength(1);
  });

  it('that runs says how many of its statements are done', async () => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    expect(await advance()).toEqual({ status: 'running' });
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'SUBMITTED' });
    expect(await advance()).toEqual({ status: 'running', statements: { done: 0, of: 0 } });
    const SubStatements = (['FINISHED', 'FINISHED', 'STARTED'] as const).map((Status, at) => ({
      Id: `s:${at}`,
      Status,
    }));
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'STARTED', SubStatements });
    expect(await advance()).toEqual({ status: 'running', statements: { done: 2, of: 3 } });
    const asked = given.redshift.commandCalls(DescribeStatementCommand).map(({ args: [{ input }] }) => input);
    expect(asked).toEqual([{ Id: 'statement' }, { Id: 'statement' }]);
  });

  it('that is forgotten three times says so, and what to do', async () => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    const gone = new ResourceNotFoundException({ message: 'gone', Message: 'gone', ResourceId: 'x', $metadata: {} });
    given.redshift.on(DescribeStatementCommand).rejects(gone);
    for (let attempt = 1; attempt <= 3; attempt += 1) expect(await advance()).toEqual({ status: 'running' });
    await expect(advance()).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('no longer known'),
      next: 'run the same command again',
    });
  });

  it('that failed without a word of why is told as broken', async () => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'FAILED' });
    await advance();
    await expect(advance()).rejects.toMatchObject({
      kind: 'internal',
      next: expect.stringMatching(/this step changed nothing in the warehouse; .*run the same command again/),
    });
  });

  it.each(['SUBMITTED', 'PICKED', 'STARTED'] as const)('waits while it is %s', async (Status) => {
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    given.redshift.on(DescribeStatementCommand).resolves({ Status });
    for (let asked = 0; asked < 4; asked += 1) expect(await advance()).toMatchObject({ status: 'running' });
    expect(given.redshift.commandCalls(BatchExecuteStatementCommand)).toHaveLength(1);
    expect(batchLimits.statements).toBe(40);
  });

  it('of a decided run is its load, under the run that decided', async () => {
    const decision = {
      runId: 'decided',
      dataset: 'transactions',
      from: '2025-09-01',
      to: '2025-09-02',
      derivedDates: ['2025-09-01'],
      manifests: { rows: 'rows.json', controlTotals: 'totals.json', sha256: 'a' },
    } as unknown as Decision;
    await putJson(lake.silver, journalKey('transactions'), decision);
    const copyRole = 'arn:aws:iam::111111111111:role/Copy';
    const load = () =>
      loadRun(given.warehouse, lake.silver, { dataset: 'transactions', owner: 'execution-1', copyRole });
    given.redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
    expect(await load()).toEqual({ next: 'running' });
    const { statements, parameters } = loadBatch(decision, { silver: lake.silver.name, copyRole });
    expect(given.redshift.commandCalls(BatchExecuteStatementCommand)[0]?.args[0].input).toMatchObject({
      Sqls: statements,
      Parameters: parameters,
    });
    expect((await getJson<BatchState>(lake.silver, runKey('decided', 'load')))?.value.owner).toBe('execution-1');
    const SubStatements = [{ Id: 's:1', Status: 'FINISHED' as const }];
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'STARTED', SubStatements });
    expect(await load()).toEqual({ next: 'running', statements: { done: 1, of: 1 } });
    given.redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
    expect(await load()).toEqual({ next: 'loaded' });
  });
});
