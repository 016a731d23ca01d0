import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasets } from '../../lib/datasets/index.ts';
import { createAdmin, createClient, createRunner, type Runner } from '../../local/test/redshift-data/warehouse.ts';
import { declaredColumns, sqlFiles } from '../sql/sql-files.ts';
import { type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { silverRow } from './silver-row.ts';

/** Names of columns that contracts call pseudonyms: they have these names in every table that has them. */
const pseudonyms = new Set(
  Object.values(datasets).flatMap(({ contract: { columns } }) =>
    columns.filter(({ classification }) => classification === 'pseudonym').map(({ name }) => name),
  ),
);
const gone = sqlFiles.flatMap(({ code }) => /drop table ([\w., ]+)/.exec(code)?.[1]?.split(', ') ?? []);
const tables = sqlFiles
  .filter(({ path }) => path.startsWith('ddl/'))
  .flatMap(({ code }) => [...code.matchAll(/create table ((?:core|mart)\.\w+)/g)].map(([, table = '']) => table))
  .filter((table) => !gone.includes(table));

describe('identifiers', () => {
  let lake: LoadedWarehouse;
  let analyst: Runner;
  let reader: Runner;
  const clients: ReturnType<typeof createClient>[] = [];
  beforeAll(async () => {
    lake = await openLoadedWarehouse((principal) => (principal === 'loader' ? ['paylake_loader'] : []));
    await lake.publish({
      runId: 'run-1',
      touched: ['2025-09-01'],
      rows: [
        silverRow({ transaction_id: 'sale-0001' }),
        silverRow({ transaction_id: 'sale-0002', customer_id: 'c-2' }),
      ],
    });
    [analyst, reader] = ['paylake_analyst', 'paylake_reader'].map((role) => {
      const client = createClient(lake.url, role);
      clients.push(client);
      return createRunner(client);
    }) as [Runner, Runner];
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await lake.close();
  });

  it('are masked for analysts in every table that has one, and in no other column', async () => {
    const attached = await createAdmin(lake.client).query(
      `select schema_name || '.' || table_name, output_columns from svv_attached_masking_policy where grantee = 'paylake_analyst'`,
    );
    const masked = attached.flatMap(([table, columns]) =>
      (JSON.parse(String(columns)) as string[]).map((column) => `${table}.${column}`),
    );
    const expected = tables.flatMap((table) =>
      declaredColumns(table)
        .filter(({ name }) => pseudonyms.has(name))
        .map(({ name }) => `${table}.${name}`),
    );
    expect(masked.sort()).toEqual(expected.sort());
    expect(masked.length).toBeGreaterThan(5);
  });

  it('are hashes to an analyst, the same in facts, views and marts, and themselves to a reader', async () => {
    const asked = [
      'select distinct customer_id from core.fact_transactions order by 1',
      'select customer_id from core.dim_customer order by 1',
      'select customer_id from mart.rfm_customer order by 1',
      'select customer_id from mart.ltv_customer order by 1',
    ];
    const [first, ...others] = await Promise.all(asked.map((sql) => analyst.query(sql)));
    expect(first).toHaveLength(2);
    for (const [value] of first ?? []) expect(value).toMatch(/^[0-9a-f]{64}$/);
    for (const answer of others) expect(answer).toEqual(first);
    for (const sql of asked) expect(await reader.query(sql)).toEqual([['c-1'], ['c-2']]);
    const joined = `select count(*) from core.fact_transactions as fact inner join core.dim_card
      on fact.card_id = dim_card.card_id and fact.customer_id = dim_card.customer_id`;
    expect(await analyst.query(joined)).toEqual([[2]]);
  });

  it('an analyst reads, and does nothing else; the lock of loads is out of his sight', async () => {
    for (const [sql, relation] of [
      ['delete from mart.sales_daily', 'sales_daily'],
      ["insert into core.mcc_total (mcc, row_count) values ('1', 1)", 'mcc_total'],
      ['lock ops.load_lock', 'load_lock'],
      ['select * from ops.load_lock', 'load_lock'],
      ['create table public.mine (id integer)', 'public'],
    ] as const) {
      for (const person of [analyst, reader])
        await expect(person.run(sql)).rejects.toThrow(
          new RegExp(`permission denied for (relation|schema) ${relation}`),
        );
    }
  });

  it('nobody but the run unloads, and the run with no more than its own command', async () => {
    const unload = `unload ('select 1 as one') to 's3://paylake-silver/x/' iam_role 'arn:aws:iam::111111111111:role/CopyRole' format as parquet`;
    for (const role of ['paylake_analyst', 'paylake_reader', 'paylake_loader']) {
      const client = createClient(lake.url, role);
      await expect(createRunner(client).run(unload)).rejects.toThrow(/assumerole|permission denied/i);
      client.destroy();
    }
  });
});
