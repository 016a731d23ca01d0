import { describe, expect, it } from 'vitest';
import { lakeTables } from '../../lib/catalog/lake-tables.ts';
import known from '../../lib/catalog/mart-column-types.json' with { type: 'json' };
import { datasets } from '../../lib/datasets/index.ts';
import { martGroups } from '../../lib/datasets/mart-groups.ts';
import { transactions } from '../../lib/datasets/transactions/index.ts';
import { salesDaily } from '../../lib/datasets/transactions/marts/sales-daily.ts';
import { describeMarts } from './describe-marts.ts';

const tables = lakeTables();
const tableOf = (name: string) => tables.find((table) => table.name === name);

describe('the tables of the lake', () => {
  it('are two of the Silver of each dataset, and one of each mart', () => {
    const all = Object.values(datasets);
    const marts = [...all, ...Object.values(martGroups)].flatMap((each) => each.marts.map(({ name }) => name));
    const silver = all.flatMap(({ contract: { name } }) => [name, `${name}_all_dates`]);
    expect(tables.map(({ name }) => name).sort()).toEqual([...marts, ...silver].sort());
  });

  it('have the columns of the contract, what they mean, and the date as the only partition', () => {
    const { columns } = transactions.contract;
    for (const name of ['transactions', 'transactions_all_dates']) {
      const table = tableOf(name);
      expect(table).toMatchObject({ layer: 'silver', prefix: 'transactions/', isManifest: false });
      expect(table?.columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
      expect(table?.columns.map(({ comment }) => comment)).toEqual(columns.map(({ description }) => description));
    }
    expect(tableOf('transactions')?.datePartition).toBe('p_txn_date');
    expect(tableOf('trades')?.datePartition).toBe('p_trade_date');
    expect(tableOf('transactions_all_dates')?.datePartition).toBeUndefined();
  });

  it.each([
    ['transaction_id', 'string'],
    ['version', 'bigint'],
    ['txn_ts', 'timestamp'],
    ['amount', 'decimal(18,2)'],
    ['is_refund', 'boolean'],
    ['txn_date', 'date'],
  ])('have of %s the type %s', (column, type) => {
    expect(tableOf('transactions')?.columns.find(({ name }) => name === column)?.type).toBe(type);
  });

  it('of marts lie over the manifest that a run swaps', () => {
    expect(tableOf('sales_daily')).toMatchObject({
      layer: 'gold',
      prefix: 'sales_daily/_symlink_format_manifest/',
      isManifest: true,
    });
  });

  it('keep to what Glue takes: names in lower case, no comment above 255 characters, no description above 2048', () => {
    for (const { name, description, columns, datePartition } of tables) {
      const names = [name, ...columns.map((column) => column.name)];
      expect(names.filter((each) => !/^[a-z0-9_]+$/.test(each))).toEqual([]);
      expect(columns.filter(({ comment = '' }) => comment.length > 255 || comment.includes('\n'))).toEqual([]);
      expect(description.length).toBeLessThanOrEqual(2048);
      expect(columns.map((column) => column.name)).not.toContain(datePartition);
    }
  });

  it('are refused where two have one name, and where the type of a column is not known', () => {
    const of = (marts: (typeof transactions)['marts']) => () =>
      lakeTables({ datasets: { transactions: { ...transactions, marts } }, martGroups: {} });
    expect(of([salesDaily, salesDaily])).toThrow(/two tables of the lake are called sales_daily/);
    const wider = { ...salesDaily, columns: { ...salesDaily.columns, tip_amount: 'Tips.' } };
    expect(of([wider])).toThrow(/mart\.sales_daily\.tip_amount.*npm run emit/s);
  });
});

describe('the types of the marts', () => {
  it('are those of a warehouse that is migrated', async () => {
    expect(known, 'run npm run emit').toEqual(await describeMarts());
  });
});
