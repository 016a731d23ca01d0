import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { journalKey, runKey } from '../../lib/lake/keys.ts';
import { putJson, removeObject } from '../../lib/lake/objects.ts';
import type { ControlTotal } from '../../lib/run/records.ts';
import { readStatements } from '../../lib/stages/warehouse/read-statements.ts';
import { dataset, type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { columnNames, type SilverRow, silverRow } from './silver-row.ts';

const day = '2025-09-01';
const next = '2025-09-02';
const rows = [
  silverRow({ transaction_id: 'sale-0001', amount: '10.00' }),
  silverRow({ transaction_id: 'sale-0002', amount: '2.50', customer_id: 'c-2' }),
  silverRow({ transaction_id: 'sale-0003', amount: '7.00', txn_date: next }),
];

describe('the load', () => {
  let lake: LoadedWarehouse;
  let runs = 0;
  /** Of the run that has been loaded, and of the one that comes. */
  let loaded = '';
  let runId = '';
  beforeAll(async () => {
    lake = await openLoadedWarehouse();
  });
  beforeEach(async () => {
    await lake.empty();
    runs += 1;
    loaded = `run-${runs}-loaded`;
    runId = `run-${runs}`;
    await lake.publish({ runId: loaded, touched: [day, next], rows });
  });
  afterAll(() => lake.close());

  /** Everything a load could change. */
  const snapshot = async (): Promise<unknown[][][]> => {
    const tables: [string, string][] = [
      ['core.fact_transactions', columnNames.join(', ')],
      ['core.dim_customer', 'customer_id, first_txn_date, last_txn_date'],
      ['core.dim_card', 'card_id, customer_id, first_txn_date, last_txn_date'],
      ['core.dim_merchant', 'merchant_id, merchant_name, mcc, first_txn_date, last_txn_date'],
      ['core.dim_mcc', 'mcc, description'],
      ['mart.sales_daily', 'txn_date, mcc, channel, currency, net_amount, sale_count, refund_count'],
      ['mart.rfm_customer', 'customer_id, currency, as_of_date, frequency, monetary, segment'],
      ['ops.load_ledger', 'run_id, dataset, from_date, to_date, manifest_sha256, row_count, committed_at'],
    ];
    const all: unknown[][][] = [];
    for (const [table, columns] of tables)
      all.push(await lake.query(`select ${columns} from ${table} order by ${columns}`));
    return all;
  };

  it('writes one ledger row that says what is loaded', async () => {
    const decision = await lake.decide({
      runId,
      touched: [next],
      rows: [],
      from: '2025-08-30',
      to: '2025-09-03',
    });
    await lake.load();
    const ledger =
      await lake.query(`select run_id, dataset, from_date, to_date, manifest_sha256, row_count from ops.load_ledger
      where run_id = '${runId}'`);
    expect(ledger).toEqual([[runId, dataset, '2025-08-30', '2025-09-03', decision.manifests.sha256, 0]]);
  });

  it('ends as success when its ledger row is there, and changes nothing', async () => {
    const before = await snapshot();
    // Nothing is left of what the first load knew: not its statement, not its token.
    await removeObject(lake.silver, runKey(loaded, 'load'));
    expect(await lake.load('another execution')).toBe('loaded');
    expect(await snapshot()).toEqual(before);
    expect(await lake.load('another execution')).toBe('loaded');
  });

  it('moves a corrected row from one date to another, and takes away one that is gone', async () => {
    const moved = { ...rows[0], txn_date: next, version: '2' } as SilverRow;
    await lake.publish({ runId, touched: [day, next], rows: [moved, rows[2] as SilverRow] });
    expect(await lake.query('select transaction_id, txn_date, version from core.fact_transactions order by 1')).toEqual(
      [
        ['sale-0001', next, 2],
        ['sale-0003', next, 1],
      ],
    );
    expect(await lake.query('select txn_date, net_amount from mart.sales_daily')).toEqual([[next, '17.00']]);
    expect(await lake.query('select customer_id from core.dim_customer')).toEqual([['c-1']]);
  });

  it('replaces every column of a row that is corrected within its date', async () => {
    const corrected: SilverRow = {
      transaction_id: 'sale-0001',
      version: '2',
      customer_id: 'c-9',
      card_id: 'card-9',
      merchant_id: 'm-9',
      merchant_name: '다른 가게',
      txn_ts: `${day} 09:08:07.654321`,
      amount: '99.99',
      currency: 'USD',
      mcc: '0742',
      status: 'declined',
      is_refund: 'true',
      channel: 'online',
      original_transaction_id: 'sale-0000',
      txn_date: day,
      ingest_date: next,
      source_file: `transactions/ingest_date=${next}/corrected.ndjson`,
      source_line: '99',
    };
    const kept = columnNames.filter((name) => rows[0]?.[name] === corrected[name]);
    expect(kept).toEqual(['transaction_id', 'txn_date']);
    await lake.publish({ runId, touched: [day], rows: [corrected, rows[1] as SilverRow] });
    const [stored = []] = await lake.query(
      `select ${columnNames.join(', ')} from core.fact_transactions where transaction_id = 'sale-0001'`,
    );
    expect(stored.map((value) => String(value))).toEqual(columnNames.map((name) => corrected[name]));
    // And back to a row without the optional ones.
    runs += 1;
    const bare = { ...corrected, version: '3', merchant_name: null, original_transaction_id: null };
    await lake.publish({ runId: `run-${runs}-bare`, touched: [day], rows: [bare, rows[1] as SilverRow] });
    const optional = await lake.query(
      "select version, merchant_name, original_transaction_id from core.fact_transactions where transaction_id = 'sale-0001'",
    );
    expect(optional).toEqual([[3, null, null]]);
  });

  it('leaves dates alone that were not touched', async () => {
    await lake.publish({ runId, touched: [next], rows: [] });
    expect(await lake.query('select transaction_id from core.fact_transactions order by 1')).toEqual([
      ['sale-0001'],
      ['sale-0002'],
    ]);
    expect(await lake.query('select txn_date, net_amount from mart.sales_daily')).toEqual([[day, '12.50']]);
  });

  it('of a run that touched no date, moves the ledger and the as-of date on and nothing else', async () => {
    const before = await snapshot();
    await lake.decide({ runId, touched: [], rows: [], from: '2025-09-03', to: '2025-09-03' });
    await lake.load();
    const after = await snapshot();
    expect(after.slice(0, 6)).toEqual(before.slice(0, 6));
    expect(after[6]?.map((row) => row[2])).toEqual(['2025-09-03', '2025-09-03']);
    expect(
      await lake.query(`select from_date, to_date, row_count from ops.load_ledger where run_id = '${runId}'`),
    ).toEqual([['2025-09-03', '2025-09-03', 0]]);
  });

  it('dates the ledger by what was published, whatever was asked for', async () => {
    const decision = await lake.decide({ runId, touched: [day], rows: [] });
    const asked = { ...decision, from: '2025-08-01', to: '2026-01-31', derivedDates: [next, day] };
    await putJson(lake.silver, journalKey(dataset), asked);
    await lake.load();
    expect(await lake.query(`select from_date, to_date from ops.load_ledger where run_id = '${runId}'`)).toEqual([
      [day, next],
    ]);
  });

  const [first] = rows as [SilverRow];
  const total = (n: number, amount: string, unit = 'KRW'): ControlTotal[] => [
    { date: day, measure: 'rows', unit: '', rows: n, amount: String(n) },
    { date: day, measure: 'amount', unit, rows: n, amount },
  ];
  /** [what is wrong, what is staged, the totals it should add up to, the check that stops it] */
  const faults: [string, SilverRow[], ControlTotal[], string][] = [
    ['a row is missing', [first], total(2, '10.00'), 'staged_totals 2'],
    ['a minor unit is missing', [first], total(1, '10.01'), 'staged_totals 1'],
    ['a currency is another', [first], total(1, '10.00', 'USD'), 'staged_totals 2'],
    ['a row is of a date that is not touched', [first, rows[2] as SilverRow], total(1, '10.00'), 'staged_totals 2'],
    ['a refund counts as a sale', [{ ...first, is_refund: 'true' }], total(1, '10.00'), 'staged_totals 1'],
    ['a row stands twice', [first, first], total(2, '20.00'), 'fact_totals 2'],
    ['a key stands twice', [first, { ...first, channel: 'online' }], total(2, '20.00'), 'fact_keys 1'],
  ];
  it.each(faults)('stops as a whole and names the check when %s', async (_, staged, totals, check) => {
    const before = await snapshot();
    await lake.decide({ runId, touched: [day], rows: staged }, totals);
    await expect(lake.load()).rejects.toThrow(new RegExp(`check failed: ${check}\\b`));
    await expect(lake.load()).rejects.toMatchObject({
      kind: 'internal',
      next: expect.stringContaining('changed nothing in the warehouse'),
    });
    expect(await snapshot()).toEqual(before);
  });

  it('stops when the fact does not come out as Silver, whoever spoiled it', async () => {
    const columns = columnNames.join(', ');
    await lake.run(
      `insert into core.fact_transactions (${columns}) select ${columns} from core.fact_transactions where transaction_id = 'sale-0001'`,
    );
    const before = await snapshot();
    await lake.decide({ runId, touched: [day], rows: rows.slice(0, 2) });
    await expect(lake.load()).rejects.toThrow(/check failed: fact_totals 2\b/);
    expect(await snapshot()).toEqual(before);
  });

  it('loads after the cause is mended, in another execution', async () => {
    await lake.decide({ runId, touched: [day], rows: [first] }, total(2, '10.00'));
    await expect(lake.load()).rejects.toThrow(/staged_totals/);
    await lake.decide({ runId, touched: [day], rows: [first] });
    expect(await lake.load('execution-2')).toBe('loaded');
    expect(await lake.query(`select count(*) from ops.load_ledger where run_id = '${runId}'`)).toEqual([[1]]);
  });

  const touchedDay = [
    'create temp table control_totals (event_date date, measure varchar(64), unit varchar(64), row_count bigint, amount decimal(38, 8))',
    `insert into control_totals values ('${day}', 'rows', '', 2, 2), ('${day}', 'amount', 'KRW', 2, 12.50)`,
  ];
  /** A row beside `sale-0001` that is like it but for one column. */
  const copyWith = (column: string, value: string): string =>
    `insert into core.fact_transactions (${columnNames.join(', ')})
    select ${columnNames.map((name) => (name === column ? value : name)).join(', ')}
    from core.fact_transactions where transaction_id = 'sale-0001'`;
  /** Checks of what is loaded: [file, statement that spoils, what the check says; nothing where all is well] */
  const checks: [string, string, string | undefined][] = [
    ['fact_totals', 'select 1', undefined],
    ['fact_totals', "delete from core.fact_transactions where transaction_id = 'sale-0001'", 'fact_totals 2'],
    [
      'fact_totals',
      "update core.fact_transactions set amount = 10.01 where transaction_id = 'sale-0001'",
      'fact_totals 1',
    ],
    ['fact_totals', `delete from core.fact_transactions where txn_date = '${next}'`, undefined],
    ['fact_totals', `delete from core.fact_transactions where txn_date = '${day}'`, 'fact_totals 2'],
    ['fact_totals', copyWith('amount', '0.00'), 'fact_totals 2'],
    ['fact_totals', copyWith('currency', "'USD'"), 'fact_totals 2'],
    ['fact_keys', 'select 1', undefined],
    ['fact_keys', copyWith('version', '2'), 'fact_keys 1'],
    ['sales_totals', 'select 1', undefined],
    ['sales_totals', `delete from mart.sales_daily where txn_date = '${day}'`, 'sales_totals 1'],
    ['sales_totals', 'update mart.sales_daily set net_amount = net_amount + 0.01', 'sales_totals 1'],
    ['sales_totals', 'update mart.sales_daily set refund_count = refund_count + 1', 'sales_totals 1'],
    ['sales_totals', `delete from core.fact_transactions where txn_date = '${day}'`, 'sales_totals 1'],
    [
      'sales_totals',
      "update core.fact_transactions set status = 'declined' where transaction_id = 'sale-0001'",
      'sales_totals 1',
    ],
  ];
  it.each(checks)('%s after "%s": %s', async (name, spoil, found) => {
    const done = await lake.batch([
      ...touchedDay,
      spoil,
      ...readStatements([
        `transactions/${name.replace('fact_', 'fact/check_').replace('sales_', 'checks/sales_')}.sql`,
      ]),
    ]);
    if (found === undefined) expect(done.Error).toBeUndefined();
    else expect(done.Error).toContain(`check failed: ${found}`);
  });
});
