import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { EnvironmentConfig } from '../../../lib/config.ts';
import type { CallRecord } from '../../../local/call-record.ts';
import { createFunctionPool } from '../../../local/lambda/function-pool.ts';
import { startLocal } from '../../../local/start-local.ts';
import { readAssembly } from '../../../local/template/read-assembly.ts';
import { makeFolder, paylakeJson, removeFolder } from '../../cli/paylake.ts';
import { bronzeOf, silverOf } from '../../end-to-end/home.ts';

/*
 * What a month of operation does, in a minute: enough that every function makes every kind of call it ever makes. What cannot be
 * brought about here stands in unused.txt, with the reason.
 */

const dates = (from: string, to = from): string[] => ['--from', from, '--to', to];
const demo = ['demo', ...dates('2025-09-01', '2025-09-02'), '--rows', '60', '--late', '0.3', '--bad', '0.03'];

/** Another dataset: its first day, then corrections that leave nothing of it. */
async function tradeOnce(home: string, ends: (expected: number, ...args: string[]) => Promise<void>): Promise<void> {
  await ends(0, 'demo', '--dataset', 'trades', ...dates('2025-12-25'), '--rows', '60', '--late', '0');
  const ids = Array.from({ length: 100 }, (_, slot) => `T20251225-${String(slot).padStart(6, '0')}`);
  const moved = ids.map((id) => `${id},7,AAPL,BUY,1,100,,2025-12-24T12:00:00Z,99`);
  const path = join(home, 'moved.csv');
  const header = 'trade_id,user_id,symbol,side,quantity,price,quote_currency,trade_ts,version';
  await writeFile(path, [header, ...moved, ''].join('\n'));
  await ends(0, 'run', '--feed', 'trades', '--input', path, '--ingest-date', '2025-12-26');
}

/** Every call the local endpoints answered, by the role that made it; the commands' own calls are the operator's. */
export async function recordLocalRuns(assembly: string, config: EnvironmentConfig): Promise<CallRecord[]> {
  const home = await makeFolder();
  const calls: CallRecord[] = [];
  const collect = (): void => {
    const lines = readFileSync(join(home, 'calls.ndjson'), 'utf8').trimEnd().split('\n');
    calls.push(...lines.map((line) => JSON.parse(line) as CallRecord));
  };
  /** One command, and how it has to end. */
  const ends = async (expected: number, ...args: string[]): Promise<void> => {
    const { status, document, stderr } = await paylakeJson<object>(...args, '--home', home);
    if (status !== expected)
      throw new Error(`${args.join(' ')}: exit ${status}, not ${expected}: ${JSON.stringify(document)}\n${stderr}`);
    collect();
  };
  try {
    await ends(0, ...demo, '--corrections', '0.05');
    await ends(0, ...demo, '--corrections', '0.05');
    await deliver(home);
    await tradeOnce(home, ends);
    await ends(0, 'run', ...dates('2025-09-03', '2025-09-04'));
    await ends(3, 'run', ...dates('2025-09-05'));
    await ends(0, 'quarantine', 'list', ...dates('2025-09-05'));
    await ends(0, 'run', ...dates('2025-09-05'), '--accept', 'quarantined_share');
    await inWarehouse(home, 'alter table core.fact_transactions rename column channel to canal');
    await ends(1, 'backfill', ...dates('2025-09-05'));
    await inWarehouse(home, 'alter table core.fact_transactions rename column canal to channel');
    // The next run finishes what was decided, though somebody who is gone holds the lease.
    await holdLease(home, `arn:aws:states:${config.region}:${config.account}:execution:paylake-local:long-gone`);
    await ends(0, 'held', 'list', ...dates('2025-09-01', '2025-09-05'));
    await ends(0, 'explain', 'comes-late');
    for (const word of ['release', 'withdraw', 'release'])
      await ends(0, 'held', word, ...dates('2025-09-01', '2025-09-05'), '--reason', 'asked for');
    const landed = ['--input', await delivery(home), '--ingest-date', '2025-09-06'];
    await ends(3, 'run', '--feed', 'transactions', ...landed);
    await ends(0, 'run', '--feed', 'transactions', ...landed, '--accept', 'file_refused');
    const mistake = ['--feed', 'transactions', '--file', 'good.ndjson', '--ingest-date', '2025-09-06'];
    await ends(0, 'withdraw', ...mistake, '--reason', 'sent by mistake');
    await ends(0, 'explain', 'landed-row');
    await ends(0, 'status');
    await ends(0, 'query', 'select count(*) from core.fact_transactions');
    await ends(0, 'backfill', '--plan', ...dates('2025-09-01', '2025-09-05'));
    await invokeByHand(home, assembly, config);
    collect();
    return calls;
  } finally {
    await removeFolder(home);
  }
}

/** Three days: rows, one alone in its partition and one alone on its day; then both moved by corrections, among bad and late rows. */
async function deliver(home: string): Promise<void> {
  const rows = (date: string, name: string, count: number, change: (at: number) => object = () => ({})): object[] =>
    Array.from({ length: count }, (_, at) => ({ ...row(date, `${name}-row-${at}`), ...change(at) }));
  const files: Record<string, object[]> = {
    '2025-09-03': [...rows('2025-09-03', 'third', 20), { ...row('2025-09-03', 'moves-mcc'), mcc: '0742' }],
    '2025-09-04': [...rows('2025-09-03', 'fourth', 20), row('2025-09-04', 'moves-day')],
    '2025-09-05': [
      ...rows('2025-09-05', 'fifth', 20, (at) => (at < 6 ? { amount: 'much' } : {})),
      { ...row('2025-09-03', 'moves-mcc'), version: 2 },
      { ...row('2025-09-05', 'moves-day'), version: 2 },
      row('2025-08-20', 'comes-late'),
    ],
  };
  for (const [date, lines] of Object.entries(files)) {
    const path = join(bronzeOf(home), `transactions/ingest_date=${date}/delivered.ndjson`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
}

/** A folder to be landed: a file, and one that is none. */
async function delivery(home: string): Promise<string> {
  const folder = join(home, 'delivery');
  await mkdir(folder);
  await writeFile(join(folder, 'good.ndjson'), `${JSON.stringify(row('2025-09-06', 'landed-row'))}\n`);
  await writeFile(join(folder, 'bad.ndjson'), '<html>no data</html>\n');
  return folder;
}

function row(date: string, id: string): object {
  return {
    transaction_id: id,
    customer_id: 'c1',
    card_id: 'k1',
    merchant_id: 'm1',
    txn_ts: `${date}T12:00:00+09:00`,
    amount: '10.00',
    currency: 'KRW',
    mcc: '5411',
    status: 'approved',
    is_refund: false,
    channel: 'pos',
  };
}

async function inWarehouse(home: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(home, 'warehouse.duckdb'));
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

/** The lease of an execution nobody knows any more. */
async function holdLease(home: string, owner: string): Promise<void> {
  const lease = { owner, runId: 'long-gone', acquiredAt: '2025-09-01T00:00:00Z', expiresAt: '2999-01-01T00:00:00Z' };
  await mkdir(join(silverOf(home), '_lease'), { recursive: true });
  await writeFile(join(silverOf(home), '_lease/transactions.json'), JSON.stringify(lease));
}

/** What no command starts: the watch, and the failure of a publish as an account sees it, where functions outlive it. */
async function invokeByHand(home: string, assembly: string, { account, region }: EnvironmentConfig): Promise<void> {
  const owner = `arn:aws:states:${region}:${account}:execution:paylake-local:failed`;
  await holdLease(home, owner);
  const { functions } = readAssembly(assembly, { account, region });
  const { endpoints, close } = await startLocal(home, () => undefined);
  const pool = createFunctionPool({
    functions: functions.map((fn) => ({ ...fn, environment: { ...fn.environment, ...zombies(fn.environment) } })),
    endpoints,
    home,
  });
  try {
    const arnOf = (start: string): string => functions.find(({ name }) => name.startsWith(start))?.arn ?? '';
    const scheduledTime = '2025-09-10T21:00:00Z';
    for (const check of ['started', 'published'])
      await pool.invoke(arnOf('WatchFunction'), { check, dataset: 'transactions', scheduledTime });
    await pool.invoke(arnOf('FailFunction'), {
      runId: 'failed',
      owner,
      startedAt: scheduledTime,
      request: { from: '2025-09-05', to: '2025-09-05' },
      generated: [],
      run: { runId: 'failed', dataset: 'transactions' },
      failure: { step: 'publish', Error: 'InternalError', Cause: '{"errorMessage":"made up"}' },
    });
  } finally {
    pool.close();
    await close();
  }
}

function zombies(environment: Record<string, string>): Record<string, string> {
  return 'ZOMBIE_SECONDS' in environment ? { ZOMBIE_SECONDS: '900' } : {};
}
