import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import { openWarehouse, where } from '../../local/test/redshift-data/warehouse.ts';
import { expectCardMarts } from './expect-card-marts.ts';
import { silverRow } from './silver-row.ts';

const sql = fileURLToPath(new URL('../../sql/', import.meta.url));
/** The last migration before there were totals of keys, and marts of authorizations and merchants. */
const before = '010_trades.sql';

test('a warehouse that was loaded before there were these marts has them of its whole history once it is migrated', async () => {
  const warehouse = await openWarehouse();
  const root = await mkdtemp(join(tmpdir(), 'paylake-history-'));
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await warehouse.close();
    await rm(root, { recursive: true, force: true });
  });
  const bring = () =>
    migrate(
      { client: warehouse.client, workgroup: where.WorkgroupName, database: where.Database },
      'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin',
    );
  const rows = Array.from({ length: 40 }, (_, at) =>
    silverRow({
      transaction_id: `txn-${10_000 + at}`,
      customer_id: `c-${at % 7}`,
      card_id: `card-${at % 9}`,
      merchant_id: `m-${at % 5}`,
      txn_date: ['2025-07-31', '2025-08-01', '2025-09-30'][at % 3] ?? '',
      amount: `${at % 6}.${10 + at}`,
      currency: at % 4 === 0 ? 'USD' : 'KRW',
      mcc: at % 2 === 0 ? '5411' : '9999',
      status: at % 5 === 0 ? 'declined' : 'approved',
      is_refund: String(at % 6 === 0),
    }),
  );
  const asOf = '2025-10-31';
  const textOf = (value: string | null | undefined): string => (value == null ? 'null' : `'${value}'`);
  const values = rows.map((row) => `(${transactions.columns.map(({ name }) => textOf(row[name])).join(', ')})`);

  await cp(sql, join(root, 'sql'), { recursive: true });
  const later = (await readdir(join(root, 'sql/ddl'))).filter((name) => name > before);
  const views = ['transactions/dims', 'transactions/marts'];
  for (const path of [...later.map((name) => `ddl/${name}`), ...views])
    await rm(join(root, 'sql', path), { recursive: true });
  vi.stubEnv('LAMBDA_TASK_ROOT', root);
  await expect(bring()).rejects.toThrow('sql/transactions/dims/dim_customer.sql is not there');
  await warehouse.run(`insert into core.fact_transactions values ${values.join(', ')}`);
  await warehouse.run(
    `insert into ops.load_ledger values ('run-1', 'transactions', '${asOf}', '${asOf}', 'x', 40, getdate())`,
  );
  // What loads have kept up by themselves ever since.
  await warehouse.run(`insert into mart.sales_daily select txn_date, mcc, channel, currency,
    sum(case when is_refund then 0.00 else amount end), sum(case when is_refund then amount else 0.00 end),
    sum(case when is_refund then -amount else amount end), sum(case when is_refund then 0 else 1 end),
    sum(case when is_refund then 1 else 0 end)
    from core.fact_transactions where status = 'approved' group by txn_date, mcc, channel, currency`);
  vi.unstubAllEnvs();
  expect(await bring()).toContain('011_touched_keys.sql');
  await expectCardMarts(warehouse.query, rows, asOf, ['rfm_customer']);
});
