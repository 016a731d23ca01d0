import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ListStatementsCommand,
  RedshiftDataClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-redshift-data';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runKey } from '../../lib/lake/keys.ts';
import { getJson } from '../../lib/lake/objects.ts';
import { advanceBatch, type BatchState } from '../../lib/stages/warehouse/advance-batch.ts';
import { loadBatch } from '../../lib/stages/warehouse/load-batch.ts';
import { loadRun } from '../../lib/stages/warehouse/load-run.ts';
import type { Batch } from '../../lib/stages/warehouse/warehouse.ts';
import { createClient } from '../../local/test/s3/scratch-endpoint.ts';
import { copyRole, dataset, type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { silverRow } from './silver-row.ts';

const rows = [silverRow({ transaction_id: 'sale-0001' })];
let runs = 0;
let runId = '';
let stateKey = '';
/** A run of its own for each test: what the service remembers of another is not in the way. */
function startRun(): void {
  runs += 1;
  runId = `run-${runs}`;
  stateKey = runKey(runId, 'load');
}

/** A client whose answers are given, for what the endpoint cannot be brought to say. */
function givenAnswers() {
  const client = new RedshiftDataClient({ region: 'ap-northeast-2' });
  return { redshift: mockClient(client), warehouse: { client, workgroup: 'w', database: 'd' } };
}

describe('a load that dies', () => {
  let lake: LoadedWarehouse;
  let batch: Batch;
  beforeAll(async () => {
    lake = await openLoadedWarehouse();
  });
  beforeEach(async () => {
    startRun();
    await lake.empty();
    const decision = await lake.decide({ runId, touched: ['2025-09-01'], rows });
    batch = loadBatch(decision, { silver: lake.silver.name, copyRole });
  });
  afterAll(() => lake.close());

  /** The bucket, reached by a process that dies at its n-th write. */
  const dyingAt = async (write: number) => {
    const { hostname, port, protocol } = await (lake.silver.s3.config.endpoint ?? unknownEndpoint)();
    const s3 = createClient(`${protocol}//${hostname}:${port}`);
    let writes = 0;
    s3.middlewareStack.add(
      (next, context) => (input) => {
        if (context.commandName === 'PutObjectCommand') writes += 1;
        if (writes >= write) throw new Error('killed');
        return next(input);
      },
      { step: 'initialize' },
    );
    return { s3, name: lake.silver.name };
  };
  const unknownEndpoint = (): never => {
    throw new Error('a client without endpoint');
  };
  const submitted = async (): Promise<string[]> => {
    const { Statements = [] } = await lake.client.send(
      new ListStatementsCommand({ StatementName: stateKey, Status: 'ALL' }),
    );
    return Statements.map(({ Id }) => Id ?? '');
  };
  const stateOf = async (): Promise<BatchState | undefined> =>
    (await getJson<BatchState>(lake.silver, stateKey))?.value;
  const ledger = () => lake.query('select run_id, row_count from ops.load_ledger');

  it.each(['execution-1', 'execution-2'])(
    'between submit and record re-attaches to its statement (%s)',
    async (owner) => {
      const dying = await dyingAt(2);
      await expect(advanceBatch(lake.warehouse, dying, stateKey, batch, 'execution-1')).rejects.toThrow('killed');
      dying.s3.destroy();
      const before = await stateOf();
      expect(before).toMatchObject({ owner: 'execution-1', attempt: 1 });
      expect(before?.statementId).toBeUndefined();
      const [only] = await submitted();

      expect(await advanceBatch(lake.warehouse, lake.silver, stateKey, batch, owner)).toMatchObject({
        status: 'running',
      });
      expect(await stateOf()).toMatchObject({ clientToken: before?.clientToken, statementId: only });
      expect(await submitted()).toEqual([only]);
      expect(await lake.load(owner)).toBe('loaded');
      expect(await ledger()).toEqual([[runId, 1]]);
    },
  );

  it('before it submits starts anew, once', async () => {
    const dying = await dyingAt(1);
    await expect(advanceBatch(lake.warehouse, dying, stateKey, batch, 'execution-1')).rejects.toThrow('killed');
    dying.s3.destroy();
    expect(await submitted()).toEqual([]);
    expect(await lake.load('execution-2')).toBe('loaded');
    expect(await submitted()).toHaveLength(1);
  });

  it('is not submitted again by those who only ask', async () => {
    const where = { dataset, owner: 'execution-1', copyRole };
    const asked = await Promise.all([1, 2, 3].map(() => loadRun(lake.warehouse, lake.silver, where)));
    expect(new Set(asked.map(({ next }) => next))).toEqual(new Set(['running']));
    expect(await lake.load()).toBe('loaded');
    for (const owner of ['execution-1', 'execution-2']) expect(await lake.load(owner)).toBe('loaded');
    expect(await submitted()).toHaveLength(1);
    expect(await ledger()).toEqual([[runId, 1]]);
  });

  it('finds by the ledger that it was done, when its statement is forgotten', async () => {
    await lake.load();
    const before = await stateOf();
    // A statement is described for 24 hours; its token is remembered for eight.
    const { redshift: forgetful, warehouse } = givenAnswers();
    const gone = new ResourceNotFoundException({ message: 'gone', Message: 'gone', ResourceId: 'x', $metadata: {} });
    forgetful.on(DescribeStatementCommand).rejects(gone);
    forgetful.on(BatchExecuteStatementCommand).resolves({ Id: 'second' });
    expect(await advanceBatch(warehouse, lake.silver, stateKey, batch, 'execution-1')).toMatchObject({
      status: 'running',
    });
    const after = await stateOf();
    expect(after).toMatchObject({ attempt: 2, statementId: 'second' });
    expect(after?.clientToken).not.toBe(before?.clientToken);

    const check = "select cast(case when count(*) = 0 then '0' else 'check failed: already_loaded' end as integer)";
    const failedBy = (cause: string) => ({
      Status: 'FAILED' as const,
      Error: `Query #2 failed with ${cause}`,
      SubStatements: [{ Id: 'second:2', Status: 'FAILED' as const, QueryString: check, Error: cause }],
    });
    // Another failure of that statement is no word of the ledger.
    forgetful.on(DescribeStatementCommand).resolves(failedBy('ERROR: permission denied for relation load_ledger'));
    await expect(advanceBatch(warehouse, lake.silver, stateKey, batch, 'execution-1')).rejects.toThrow('permission');

    forgetful.on(DescribeStatementCommand).resolves(failedBy("ERROR: Invalid digit, Value 'c', Pos 0, Type: Integer"));
    expect(await advanceBatch(warehouse, lake.silver, stateKey, batch, 'execution-1')).toMatchObject({
      status: 'finished',
      already: true,
    });
    expect(await ledger()).toEqual([[runId, 1]]);
  });
});
