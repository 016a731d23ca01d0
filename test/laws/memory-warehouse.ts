import { DescribeStatementCommand } from '@aws-sdk/client-redshift-data';
import { findDataset } from '../../lib/datasets/find-dataset.ts';
import { runKey } from '../../lib/lake/keys.ts';
import { needJson } from '../../lib/lake/objects.ts';
import type { BatchState } from '../../lib/stages/warehouse/advance-batch.ts';
import { loadRun } from '../../lib/stages/warehouse/load-run.ts';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import { openWarehouse, where } from '../../local/test/redshift-data/warehouse.ts';
import { loadedTables } from '../warehouse/loaded-tables.ts';
import { expectMarts as expectCardMarts } from './compare-marts.ts';
import type { Loader } from './drive-run.ts';
import type { RankedRow } from './oracle/rank-rows.ts';

/** The local Redshift endpoint with the migrations applied. */
export type MemoryWarehouse = Loader & {
  query(sql: string): Promise<unknown[][]>;
  /** Expects fact and marts to be what the loaded rows make of them. */
  expectMarts(ranked: readonly RankedRow[], asOf: string): Promise<void>;
  /** The load of another dataset into the same warehouse. */
  loaderOf(dataset: string): Loader;
  /** Empties what loads fill. */
  empty(): Promise<void>;
  close(): Promise<void>;
};

type ExpectMarts = typeof expectCardMarts;

const copyRole = 'arn:aws:iam::111111111111:role/CopyRole';

/** `dataset` is loaded; what comes of it is compared by `expectMarts`. */
export async function openMemoryWarehouse(
  dataset = 'transactions',
  expectMarts: ExpectMarts = expectCardMarts,
): Promise<MemoryWarehouse> {
  const { client, query, batch, close } = await openWarehouse();
  const warehouse = { client, workgroup: where.WorkgroupName, database: where.Database };
  await migrate(warehouse, 'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin');
  const loaderOf = (name: string): Loader => ({
    advance: async (silver, owner) => (await loadRun(warehouse, silver, { dataset: name, owner, copyRole })).next,
    async settle(silver, runId) {
      const { statementId } = await needJson<BatchState>(silver, runKey(runId, 'load'));
      for (;;) {
        const { Status = '' } = await client.send(
          new DescribeStatementCommand({ Id: statementId, WaitTimeSeconds: 30 }),
        );
        if (['FINISHED', 'FAILED', 'ABORTED'].includes(Status)) return;
      }
    },
    countFact: async () => Number((await query(`select count(*) from ${findDataset(name).fact}`))[0]?.[0]),
  });
  return {
    ...loaderOf(dataset),
    loaderOf,
    query,
    close,
    expectMarts: (ranked, asOf) => expectMarts(query, ranked, asOf),
    async empty() {
      const { Status, Error: error } = await batch(
        loadedTables('transactions', 'trades').map((table) => `delete from ${table}`),
      );
      if (Status !== 'FINISHED') throw new Error(error);
    },
  };
}
