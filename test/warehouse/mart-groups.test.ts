import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MartGroup } from '../../lib/datasets/mart-group.ts';
import { martGroups } from '../../lib/datasets/mart-groups.ts';
import { emitGroupSql } from '../../lib/derive/emit-group-sql.ts';
import type { Bucket } from '../../lib/lake/objects.ts';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import { readStatements, sqlDirectory } from '../../lib/stages/warehouse/read-statements.ts';
import { groupBatch, rebuildGroups } from '../../lib/stages/warehouse/rebuild-groups.ts';
import { openWarehouse, type Warehouse, where } from '../../local/test/redshift-data/warehouse.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

/*
 * A mart over two datasets, registered here alone: rows by day of cards and trades. Whatever loads came in which order, and whichever
 * rebuilds were left out, it ends as the facts are, and each load is seen once.
 */
const activity: MartGroup = {
  name: 'activity',
  from: ['transactions', 'trades'],
  marts: [
    {
      name: 'activity_daily',
      grain: 'day and dataset',
      key: ['activity_date', 'dataset'],
      columns: { activity_date: 'Day.', dataset: 'Dataset.', row_count: 'Rows.', as_of_date: 'As of when.' },
      slice: 'touched dates',
      order: ['activity_date', 'dataset'],
    },
  ],
  checks: [],
};
const martSql = `-- what: rows by day
delete from mart.activity_daily
where exists (
  select 1 from touched_dates
  where touched_dates.dataset = activity_daily.dataset and touched_dates.event_date = activity_daily.activity_date
);

insert into mart.activity_daily (activity_date, dataset, row_count, as_of_date)
with rows_of as (
  select txn_date as event_date, 'transactions' as dataset from core.fact_transactions
  union all
  select trade_date as event_date, 'trades' as dataset from core.fact_trades
)
select rows_of.event_date, rows_of.dataset, count(*), max(group_as_of.as_of_date)
from rows_of
inner join touched_dates
  on rows_of.event_date = touched_dates.event_date and rows_of.dataset = touched_dates.dataset
cross join group_as_of
group by rows_of.event_date, rows_of.dataset;
`;

let folder: string;
let endpoint: ScratchEndpoint;
let store: Warehouse;
let silver: Bucket;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paylake-groups-'));
  await cp(sqlDirectory(), join(folder, 'sql'), { recursive: true });
  for (const [path, text] of [
    ...emitGroupSql(activity),
    ['cross/activity/marts/activity_daily.sql', martSql] as const,
  ]) {
    await mkdir(dirname(join(folder, 'sql', path)), { recursive: true });
    await writeFile(join(folder, 'sql', path), text);
  }
  vi.stubEnv('LAMBDA_TASK_ROOT', folder);
  Object.assign(martGroups, { activity });
  endpoint = await startScratchEndpoint();
  silver = { s3: endpoint.client, name: 'groups-silver' };
  await endpoint.client.send(new CreateBucketCommand({ Bucket: silver.name }));
  store = await openWarehouse();
  await migrate(warehouse(), 'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin');
  await store.run(`create table mart.activity_daily (activity_date date not null, dataset varchar(64) not null,
    row_count bigint not null, as_of_date date)`);
});
afterAll(async () => {
  Reflect.deleteProperty(martGroups, 'activity');
  vi.unstubAllEnvs();
  await store.close();
  await endpoint.remove();
  await rm(folder, { recursive: true, force: true });
});
const warehouse = () => ({ client: store.client, workgroup: where.WorkgroupName, database: where.Database });

type Load = { dataset: 'transactions' | 'trades'; dates: string[]; rows: number; to: string; rebuilds: boolean };
const tables = {
  transactions: ['core.fact_transactions', 'txn_date'],
  trades: ['core.fact_trades', 'trade_date'],
} as const;
let count = 0;

/** What a load leaves: the touched dates as they are from now on, its row in the ledger, and the dates it touched. */
async function load({ dataset, dates, rows, to }: Load): Promise<string> {
  const runId = `run-${++count}`;
  const [fact, column] = tables[dataset];
  const row = (date: string, number: number): string =>
    dataset === 'trades'
      ? `('${runId}-${date}-${number}', 'u', 'BTC', 'BUY', 1, 1, 'USD', '${date} 00:00:00', 1, 1, '${date}', '${date}', 'f', 1)`
      : `('${runId}-${date}-${number}', 1, 'c', 'c', 'm', null, '${date} 00:00:00', 1, 'KRW', '5411', 'approved', false,
         'pos', null, '${date}', '${date}', 'f', 1)`;
  const values = dates.flatMap((date) => Array.from({ length: rows }, (_, at) => row(date, at)));
  const list = dates.map((date) => `'${date}'`).join(', ');
  const done = await store.batch([
    `delete from ${fact} where ${column} in (${list})`,
    ...(values.length > 0 ? [`insert into ${fact} values ${values.join(', ')}`] : []),
    `insert into ops.load_ledger values ('${runId}', '${dataset}', '${to}', '${to}', 'x', ${values.length}, getdate())`,
    ...dates.map((date) => `insert into ops.touched_dates values ('${runId}', '${dataset}', '${date}', false)`),
  ]);
  expect(done.Error).toBeUndefined();
  return runId;
}

async function rebuild(runId: string, dataset: string, owner = runId): Promise<void> {
  for (;;) {
    const { status } = await rebuildGroups(warehouse(), silver, { runId, dataset, owner });
    if (status === 'rebuilt') return;
  }
}

const martRows = () => store.query('select activity_date, dataset, row_count from mart.activity_daily order by 1, 2');
const factRows = async (): Promise<unknown[][]> =>
  store.query(`select txn_date, 'transactions' as dataset, count(*) as n from core.fact_transactions group by txn_date
    union all select trade_date, 'trades' as dataset, count(*) as n from core.fact_trades group by trade_date order by 1, 2`);
const empty = () =>
  store.batch([
    ...Object.values(tables).map(([fact]) => `delete from ${fact}`),
    ...['mart.activity_daily', 'ops.load_ledger', 'ops.touched_dates', 'ops.mart_ledger'].map(
      (table) => `delete from ${table}`,
    ),
  ]);

const dates = ['2025-09-01', '2025-09-02', '2025-09-03'];
const loads = fc.array(
  fc.record({
    dataset: fc.constantFrom('transactions' as const, 'trades' as const),
    dates: fc.subarray(dates, { minLength: 1 }),
    rows: fc.integer({ min: 0, max: 2 }),
    to: fc.constantFrom(...dates),
    /** A run that dies behind its load leaves it to whoever comes next. */
    rebuilds: fc.boolean(),
  }),
  { minLength: 2, maxLength: 6, size: 'max' },
);

test('in any order of loads and with any of the rebuilds left out, the mart ends as the facts are', async () => {
  await fc.assert(
    fc.asyncProperty(loads, async (all) => {
      await empty();
      for (const one of all) {
        const runId = await load(one);
        if (one.rebuilds) await rebuild(runId, one.dataset);
      }
      const last = await load({ dataset: 'trades', dates: ['2025-09-01'], rows: 1, to: '2025-09-01', rebuilds: true });
      await rebuild(last, 'trades');
      expect(await martRows()).toEqual(await factRows());
      const seen = await store.query(
        'select run_id, count(*) from ops.mart_ledger group by run_id having count(*) > 1',
      );
      const [[unseen]] = (await store.query(`select count(*) from ops.load_ledger left join ops.mart_ledger
        on load_ledger.run_id = mart_ledger.run_id where mart_ledger.run_id is null`)) as [[number]];
      expect([seen, unseen]).toEqual([[], 0]);
    }),
    { seed: 1, numRuns: 12 },
  );
});

test('it is as of the smallest of the greatest dates of its datasets, and of none before each was loaded', async () => {
  await empty();
  const first = await load({ dataset: 'trades', dates: ['2025-09-01'], rows: 1, to: '2025-09-03', rebuilds: true });
  await rebuild(first, 'trades');
  expect(await store.query('select as_of_date from mart.activity_daily')).toEqual([[null]]);
  const second = await load({
    dataset: 'transactions',
    dates: ['2025-09-01'],
    rows: 1,
    to: '2025-09-02',
    rebuilds: true,
  });
  await rebuild(second, 'transactions');
  expect(await store.query("select as_of_date from mart.activity_daily where dataset = 'transactions'")).toEqual([
    ['2025-09-02'],
  ]);
});

test('two runs at once: each load is seen once, whoever is second has nothing left to do', async () => {
  await empty();
  const one = await load({ dataset: 'trades', dates, rows: 2, to: '2025-09-03', rebuilds: true });
  const other = await load({ dataset: 'transactions', dates, rows: 1, to: '2025-09-03', rebuilds: true });
  await Promise.all([rebuild(one, 'trades'), rebuild(other, 'transactions')]);
  expect(await martRows()).toEqual(await factRows());
  expect(await store.query('select run_id from ops.mart_ledger order by run_id')).toEqual(
    [one, other].sort().map((id) => [id]),
  );
});

test('the transaction begins with its lock and ends with its ledger, and keeps what it takes to itself', () => {
  const { statements, parameters } = groupBatch(activity);
  expect(statements[0]).toBe('lock ops.mart_ledger');
  expect(statements.at(-1)).toMatch(/^insert into ops\.mart_ledger/);
  expect(parameters).toEqual([{ name: 'mart_group', value: 'activity' }]);
  const made = statements.filter((statement) => statement.startsWith('create'));
  expect(made.every((statement) => statement.startsWith('create temp table'))).toBe(true);
});

test('its export counts rows, loads and as of when in one row', async () => {
  const [statement = ''] = readStatements(['cross/activity/gold/count_marts.sql']);
  const [[asOf, seen, rows] = []] = await store.query(statement);
  const [[ledger]] = (await store.query('select count(*) from ops.mart_ledger')) as [[number]];
  expect([asOf, seen, rows]).toEqual(['2025-09-03', ledger, (await martRows()).length]);
});
