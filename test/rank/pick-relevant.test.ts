import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { pickRelevant } from '../../lib/stages/rank/pick-relevant.ts';
import { openDuckDB } from '../open-duckdb.ts';

test('of the index stays every row of an id on a touched date or a reported one, and of no other', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-relevant-'));
  const { connection, close } = await openDuckDB();
  try {
    await connection.run(`create table touched as select date '2025-09-02' as txn_date`);
    await connection.run(`create table index_rows as select * from (values
      ('touched', date '2025-09-02', date '2025-09-02'), ('touched', date '2025-08-01', date '2025-08-01'),
      ('reported', date '2025-09-09', date '2025-09-10'), ('reported', date '2025-07-01', date '2025-07-02'),
      ('neither', date '2025-09-09', date '2025-09-09'), ('neither', date '2025-09-01', date '2025-09-03'),
    ) rows(transaction_id, txn_date, ingest_date)`);
    const ask = async (reported: { ingestDate: string }[]): Promise<unknown[]> => {
      const kept = await pickRelevant(connection, transactions, { rows: 'index_rows', reported, scratch });
      const rows = await connection.runAndReadAll(
        `select transaction_id, count(*)::int from ${kept} group by 1 order by 1`,
      );
      return rows.getRowsJson();
    };
    expect(await ask([{ ingestDate: '2025-09-10' }])).toEqual([
      ['reported', 2],
      ['touched', 2],
    ]);
    const dates = [{ ingestDate: '2025-09-03' }, { ingestDate: '2025-09-10' }];
    expect(await ask(dates)).toEqual([
      ['neither', 2],
      ['reported', 2],
      ['touched', 2],
    ]);
    expect(await ask([])).toEqual([['touched', 2]]);
  } finally {
    close();
    await rm(scratch, { recursive: true, force: true });
  }
});
