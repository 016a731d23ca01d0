import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStatementCommand, type SubStatementData } from '@aws-sdk/client-redshift-data';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { Command } from 'commander';
import { controlTotalsKey, journalKey, partKey, runKey } from '../lib/lake/keys.ts';
import { needJson, putJson, upload } from '../lib/lake/objects.ts';
import { addDays } from '../lib/run/calendar.ts';
import type { Decision, StagedPart } from '../lib/run/records.ts';
import { writeManifests } from '../lib/stages/audit/write-manifests.ts';
import type { BatchState } from '../lib/stages/warehouse/advance-batch.ts';
import { loadRun } from '../lib/stages/warehouse/load-run.ts';
import { migrate } from '../lib/stages/warehouse/migrate.ts';
import { startS3Endpoint } from '../local/s3/server.ts';
import { openWarehouse, where } from '../local/test/redshift-data/warehouse.ts';
import { createClient, foldersIn } from '../local/test/s3/scratch-endpoint.ts';

/*
 * `node bench/daily-load.ts`: what the load of one more day costs after so many days, statement by statement, and how many rows it
 * writes. A day brings 2,000 rows of 9,000 customers; one in twenty comes up to two days late, one in a hundred is corrected.
 */
const options = new Command()
  .option('--after <days...>', 'days before the measured ones', ['30', '180', '365'])
  .option('--rows <n>', 'rows a day', '2000')
  .option('--loads <n>', 'measured loads, each of one more day', '5')
  .parse()
  .opts<{ after: string[]; rows: string; loads: string }>();

type Measured = { seconds: Map<string, number>; written: number };

const firstDay = '2024-06-01';
const rows: Measured[] = [];
for (const days of options.after) rows.push(await measure(Number(days)));
print(rows);

async function measure(days: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-daily-load-'));
  const s3 = await startS3Endpoint(foldersIn(folder));
  const silver = { s3: createClient(s3.url), name: 'silver' };
  await silver.s3.send(new CreateBucketCommand({ Bucket: silver.name }));
  const { client, close } = await openWarehouse({ s3EndpointUrl: s3.url });
  const warehouse = { client, workgroup: where.WorkgroupName, database: where.Database };
  await migrate(warehouse, 'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin');
  const duck = await (await DuckDBInstance.create()).connect();

  /** The load of the dates as they stand on a day; its statements. */
  const load = async (touched: readonly string[], day: string): Promise<SubStatementData[]> => {
    const runId = `run-${touched.length}-${day}`;
    await duck.run(
      `create or replace temp table staged as ${touched.map((date) => rowsOf(date, day)).join(' union all ')}`,
    );
    const put = async (key: string, sql: string): Promise<number> => {
      const path = join(folder, 'staged.parquet');
      await duck.run(`copy (${sql}) to '${path}' (format parquet)`);
      await upload(silver, key, path);
      return (await stat(path)).size;
    };
    const key = partKey(runId, 'part-0000', 'parquet');
    const size = await put(key, 'from staged');
    await put(
      controlTotalsKey(runId),
      `select txn_date, 'rows', '', count(*), count(*)::decimal(38, 8) from staged group by txn_date union all
       select txn_date, 'amount', currency, count(*), sum(case when is_refund then -amount else amount end)::decimal(38, 8)
       from staged group by txn_date, currency`,
    );
    const part = { name: 'part-0000', key, size, sha256: runId } as StagedPart;
    const decision: Decision = {
      runId,
      dataset: 'transactions',
      from: day,
      to: day,
      derivedDates: [day],
      touchedDates: [...touched],
      parts: [part],
      manifests: await writeManifests(silver, runId, [part]),
      rows: 0,
    };
    await putJson(silver, journalKey('transactions'), decision);
    const run = { dataset: 'transactions', owner: 'bench', copyRole: 'arn:aws:iam::111111111111:role/CopyRole' };
    while ((await loadRun(warehouse, silver, run)).next !== 'loaded') {
      const { statementId } = await needJson<BatchState>(silver, runKey(runId, 'load'));
      await client.send(new DescribeStatementCommand({ Id: statementId, WaitTimeSeconds: 30 }));
    }
    const { statementId } = await needJson<BatchState>(silver, runKey(runId, 'load'));
    return (await client.send(new DescribeStatementCommand({ Id: statementId }))).SubStatements ?? [];
  };
  const history = Array.from({ length: days }, (_, at) => addDays(firstDay, at));
  const last = history.at(-1) ?? firstDay;
  // A month at a time: the limit is on what one file holds here, not in the product.
  for (let at = 0; at < days; at += 30) await load(history.slice(at, at + 30), last);
  const measured: SubStatementData[][] = [];
  for (let more = 1; more <= Number(options.loads); more++) {
    const day = addDays(last, more);
    measured.push(await load([addDays(day, -2), addDays(day, -1), day], day));
  }
  duck.closeSync();
  await close();
  silver.s3.destroy();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
  const seconds = new Map<string, number>();
  for (const [at, { QueryString = '' }] of (measured[0] ?? []).entries()) {
    const times = measured.map((statements) => (statements[at]?.Duration ?? 0) / 1e9).sort((a, b) => a - b);
    seconds.set(nameOf(QueryString), times[Math.floor(times.length / 2)] ?? 0);
  }
  const changes = measured.flatMap((statements) => statements.filter(({ QueryString = '' }) => isChange(QueryString)));
  const written = changes.reduce((sum, { ResultRows = 0 }) => sum + ResultRows, 0) / measured.length;
  return { seconds, written };
}

/** Rows of a date as they stand on a day: late ones have arrived, corrected ones have their second version. */
function rowsOf(date: string, day: string): string {
  const h = (salt: number): string => `hash('${date}', i, ${salt})`;
  const late = `(case when ${h(1)} % 20 = 0 then 1 + ${h(2)} % 2 else 0 end)`;
  const corrected = `(${h(3)} % 100 = 0 and date '${day}' > date '${date}')`;
  return `select 'txn-${date}-' || i as transaction_id, (case when ${corrected} then 2 else 1 end)::bigint as version,
    'CUS' || ${h(4)} % 9000 as customer_id, 'card-' || ${h(4)} % 9000 || '-' || ${h(5)} % 2 as card_id,
    'MER' || ${h(6)} % 200 as merchant_id, 'Merchant ' || ${h(6)} % 200 as merchant_name,
    timestamp '${date} 00:00:00' + to_seconds((${h(7)} % 86400)::bigint) as txn_ts,
    ((${h(8)} % 1000000) / 100 + case when ${corrected} then 1 else 0 end)::decimal(18, 2) as amount,
    ['KRW', 'KRW', 'KRW', 'USD'][1 + (${h(9)} % 4)::integer] as currency,
    ['5411', '5812', '5999', '4121', '7011'][1 + (${h(6)} % 5)::integer] as mcc,
    case when ${h(10)} % 10 = 0 then 'declined' else 'approved' end as status, ${h(11)} % 20 = 0 as is_refund,
    ['pos', 'online', 'mobile'][1 + (${h(12)} % 3)::integer] as channel, null::varchar as original_transaction_id,
    date '${date}' as txn_date, date '${date}' as ingest_date, 'f' as source_file, (i + 1)::bigint as source_line
  from range(${options.rows}) as numbers(i) where date '${date}' + ${late}::integer <= date '${day}'`;
}

function isChange(sql: string): boolean {
  return /^(insert|delete|merge)\b/.test(sql);
}

/** What a statement does to what, in a few words. */
function nameOf(sql: string): string {
  const [, table] = /(?:temp table|into|from|copy|lock) ([\w.]+)/.exec(sql) ?? [];
  const [, check] = /as (\w+)\s+from (?:different|repeated|broken|missing|ops\.load_ledger)\b/.exec(sql) ?? [];
  return check && !isChange(sql) ? `check ${check}` : `${/^\w+/.exec(sql)?.[0]} ${table}`;
}

function print(measured: readonly Measured[]): void {
  const [first] = measured;
  const names = [...(first?.seconds.keys() ?? [])];
  const line = (name: string, values: readonly number[], digits: number): string =>
    `${name.padEnd(42)}${values.map((value) => value.toFixed(digits).padStart(10)).join('')}${((values.at(-1) ?? 0) / (values[0] || 1)).toFixed(2).padStart(8)}`;
  const head = `${'after days'.padEnd(42)}${options.after.map((days) => days.padStart(10)).join('')}${'last/first'.padStart(11)}`;
  const total = measured.map(({ seconds }) => [...seconds.values()].reduce((sum, value) => sum + value, 0) * 1000);
  process.stdout.write(
    `${[
      head,
      ...names.map((name) =>
        line(
          name,
          measured.map(({ seconds }) => (seconds.get(name) ?? 0) * 1000),
          1,
        ),
      ),
      line('all statements, ms', total, 1),
      line(
        'rows written',
        measured.map(({ written }) => written),
        0,
      ),
    ].join('\n')}\n`,
  );
}
