import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDataset } from '../../lib/datasets/find-dataset.ts';
import { readStatements } from '../../lib/stages/warehouse/read-statements.ts';
import { type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { columnNames, silverRow } from './silver-row.ts';

/*
 * Each check of what is loaded, proven by a violation that trips it and none of the others: a check that sleeps, or two that cannot be
 * told apart, would be found here.
 */

const [day, next] = ['2025-09-01', '2025-09-02'] as const;
const touched = [
  'create temp table control_totals (event_date date, measure varchar(64), unit varchar(64), row_count bigint, amount decimal(38, 8))',
];
/** Ends a batch that no check has stopped, so that nothing of it stays. */
const rollback = "select cast('nothing tripped' as integer)";

/** What the checks of a dataset say after statements that spoil: those that tripped, by file. */
async function tripped(
  lake: LoadedWarehouse,
  { dataset, totals, spoil }: { dataset: string; totals: string; spoil: readonly string[] },
): Promise<string[]> {
  const own = ['check_totals', 'check_keys', 'check_values'].map((check) => `${dataset}/fact/${check}.sql`);
  const files = [...own, ...findDataset(dataset).checks.map((check) => `${dataset}/checks/${check}.sql`)];
  const said: string[] = [];
  for (const file of files) {
    const { Error: error = '' } = await lake.batch([...touched, totals, ...spoil, ...readStatements([file]), rollback]);
    const [, check] = /check failed: (\w+ \d+)/.exec(error) ?? [];
    if (check) said.push(check);
    else expect(error).toContain('nothing tripped');
  }
  return said;
}

describe('card transactions', () => {
  let lake: LoadedWarehouse;
  beforeAll(async () => {
    lake = await openLoadedWarehouse();
    const rows = [
      silverRow({ transaction_id: 'sale-0001' }),
      silverRow({ transaction_id: 'sale-0002', status: 'declined', customer_id: 'c-2', amount: '3.00' }),
      silverRow({ transaction_id: 'sale-0003', txn_date: next, amount: '5.00' }),
    ];
    await lake.publish({ runId: 'run-1', touched: [day, next], rows });
  });
  afterAll(() => lake.close());

  const totals = `insert into control_totals values ('${day}', 'rows', '', 2, 2), ('${day}', 'amount', 'KRW', 2, 13.00)`;
  const declined = "transaction_id = 'sale-0002'";
  /** A second row of the declined sale, which no sum counts; the totals that go with it. */
  const again = [
    `insert into core.fact_transactions (${columnNames.join(', ')})
     select ${columnNames.map((name) => (name === 'version' ? '2' : name)).join(', ')}
     from core.fact_transactions where ${declined}`,
    `update control_totals set row_count = 3, amount = case when measure = 'rows' then 3 else 16 end`,
  ];
  it.each<[string, string[], string[]]>([
    ['nothing', ['select 1'], []],
    ['a declined row is gone', [`delete from core.fact_transactions where ${declined}`], ['fact_totals 2']],
    [
      'a declined row has another amount',
      [`update core.fact_transactions set amount = 3.01 where ${declined}`],
      ['fact_totals 1'],
    ],
    ['a key stands twice', again, ['fact_keys 1']],
    [
      'a status is none of the set',
      [`update core.fact_transactions set status = 'pending' where ${declined}`],
      ['status_set 1'],
    ],
    [
      'a channel is none of the set',
      [`update core.fact_transactions set channel = 'fax' where ${declined}`],
      ['channel_set 1'],
    ],
    [
      'a version is out of range',
      [`update core.fact_transactions set version = 0 where ${declined}`],
      ['version_range 1'],
    ],
    ['a line is out of range', [`update core.fact_transactions set source_line = 0`], ['source_line_range 2']],
    [
      'an amount is out of range',
      [
        `update core.fact_transactions set amount = -0.01 where ${declined}`,
        "update control_totals set amount = 9.99 where measure = 'amount'",
      ],
      ['amount_range 1'],
    ],
    [
      'daily sales have another net',
      ['update mart.sales_daily set net_amount = net_amount + 0.01'],
      ['sales_totals 1'],
    ],
    [
      'a customer came to more',
      ["update core.customer_total set order_amount = order_amount + 0.01 where customer_id = 'c-1'"],
      ['customer_totals 1'],
    ],
    [
      'a month of a customer came to more',
      ["update core.customer_month set net_amount = net_amount + 0.01 where customer_id = 'c-1'"],
      ['customer_totals 1'],
    ],
    [
      'a customer is not counted',
      ["update core.customer_total set row_count = 0 where customer_id = 'c-2'"],
      ['dimension_references 1'],
    ],
    ['a card is not known', ["delete from core.card_total where card_id = 'card-of-c-2'"], ['dimension_references 1']],
    ['a merchant is not known', ['delete from core.merchant_total'], ['dimension_references 2']],
    ['a category is not known', ['delete from core.mcc_total'], ['dimension_references 2']],
  ])('%s', async (_, spoil, expected) => {
    expect(await tripped(lake, { dataset: 'transactions', totals, spoil })).toEqual(expected);
  });

  it.each(columnNames.filter((name) => !['merchant_name', 'original_transaction_id'].includes(name)))(
    'no null gets into %s: the table says so',
    async (column) => {
      const { Error: error } = await lake.batch([`update core.fact_transactions set ${column} = null`]);
      expect(error).toMatch(/null/i);
      expect(error).toContain(column);
    },
  );
});

describe('trades', () => {
  let lake: LoadedWarehouse;
  beforeAll(async () => {
    lake = await openLoadedWarehouse();
    const amounts = "1.00000000, 2.00000000, 'USD', '2025-09-01 10:00:00', 1, 2.00000000";
    await lake.run(`insert into core.fact_trades values
      ('t-1', 'u-1', 'BTC', 'BUY', ${amounts}, '${day}', '${day}', 'f', 1),
      ('t-2', 'u-2', 'ETH', 'SELL', ${amounts}, '${day}', '${day}', 'f', 2)`);
    const marts = findDataset('trades').marts.map(({ name }) => `trades/marts/${name}.sql`);
    const { Error: error } = await lake.batch([...touched, totals, ...readStatements(marts)]);
    expect(error).toBeUndefined();
  });
  afterAll(() => lake.close());

  const totals = `insert into control_totals values ('${day}', 'rows', '', 2, 2), ('${day}', 'trade_amount', 'USD', 2, 4),
    ('${day}', 'quantity', 'BTC', 1, 1), ('${day}', 'quantity', 'ETH', 1, 1)`;
  const staged = [
    'create temp table staged_trades (like core.fact_trades)',
    `insert into staged_trades select trade_id, user_id, symbol, side, quantity, price, quote_currency, trade_ts, version,
       trade_amount, trade_date, ingest_date, source_file, source_line from core.fact_trades`,
  ];
  const set = (values: string): string => `update core.fact_trades set ${values} where trade_id = 't-2'`;
  it.each<[string, string[], string[]]>([
    ['nothing', ['select 1'], []],
    ['a trade is of another date', [set(`trade_date = '${next}'`)], ['fact_totals 3', 'trade_totals 1']],
    ['a side is none of the set', [set("side = 'HOLD'")], ['side_set 1']],
    ['a price is out of range', [set('price = 0')], ['price_range 1']],
    [
      'a quantity is out of range',
      [set('quantity = 0'), "update control_totals set amount = 0 where unit = 'ETH'"],
      ['quantity_range 1'],
    ],
    ['a line is out of range', [set('source_line = 0')], ['source_line_range 1']],
    [
      'an amount is out of range, and so no longer that of the marts',
      [set('trade_amount = -1'), "update control_totals set amount = 1 where measure = 'trade_amount'"],
      ['trade_amount_range 1', 'trade_totals 1'],
    ],
    [
      'a version is out of range',
      [set('version = 0'), "update staged_trades set version = 0 where trade_id = 't-2'"],
      ['version_range 1'],
    ],
    ['a version is not the one that was staged', [set('version = 2')], ['trade_versions 1']],
    [
      'a symbol has no form of one',
      [set("symbol = '?'"), "update control_totals set unit = '?' where unit = 'ETH'"],
      ['symbol_form 1'],
    ],
    [
      'a user has traded more',
      ["update mart.user_daily set buy_amount = buy_amount + 1 where user_id = 'u-1'"],
      ['trade_totals 1'],
    ],
    [
      'a symbol has traded less',
      ["update mart.symbol_daily set trade_count = 0 where symbol = 'BTC'"],
      ['trade_totals 1'],
    ],
    [
      'a user comes to more than his days',
      ['update mart.user_total set total_trade_amount = total_trade_amount + 1'],
      ['user_totals 1'],
    ],
  ])('%s', async (_, spoil, expected) => {
    expect(await tripped(lake, { dataset: 'trades', totals, spoil: [...staged, ...spoil] })).toEqual(expected);
  });
});
