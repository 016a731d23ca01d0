import { DescribeStatementCommand } from '@aws-sdk/client-redshift-data';
import { runKey } from '../../lib/lake/keys.ts';
import { needJson } from '../../lib/lake/objects.ts';
import type { BatchState } from '../../lib/stages/warehouse/advance-batch.ts';
import { loadRun } from '../../lib/stages/warehouse/load-run.ts';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import { openWarehouse, where } from '../../local/test/redshift-data/warehouse.ts';
import type { Loader } from './drive-run.ts';

/** The local Redshift endpoint with the migrations applied. */
export type MemoryWarehouse = Loader & {
  query(sql: string): Promise<unknown[][]>;
  /** Empties what loads fill. */
  empty(): Promise<void>;
  close(): Promise<void>;
};

const filled = [
  'core.fact_transactions',
  'core.dim_customer',
  'core.dim_card',
  'core.dim_merchant',
  'mart.sales_daily',
  'mart.rfm_customer',
  'ops.load_ledger',
];
const copyRole = 'arn:aws:iam::111111111111:role/CopyRole';

export async function openMemoryWarehouse(): Promise<MemoryWarehouse> {
  const { client, query, batch, close } = await openWarehouse();
  const warehouse = { client, workgroup: where.WorkgroupName, database: where.Database };
  await migrate(warehouse, 'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin');
  return {
    query,
    close,
    advance: async (silver, owner) =>
      (await loadRun(warehouse, silver, { dataset: 'transactions', owner, copyRole })).next,
    async settle(silver, runId) {
      const { statementId } = await needJson<BatchState>(silver, runKey(runId, 'load'));
      for (;;) {
        const { Status = '' } = await client.send(
          new DescribeStatementCommand({ Id: statementId, WaitTimeSeconds: 30 }),
        );
        if (['FINISHED', 'FAILED', 'ABORTED'].includes(Status)) return;
      }
    },
    countFact: async () => Number((await query('select count(*) from core.fact_transactions'))[0]?.[0]),
    async empty() {
      const { Status, Error: error } = await batch(filled.map((table) => `delete from ${table}`));
      if (Status !== 'FINISHED') throw new Error(error);
    },
  };
}
