import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { Command } from 'commander';
import { indexedColumns } from '../lib/contracts/contract.ts';
import { trades } from '../lib/datasets/trades/contract.ts';
import { measureColumns } from '../lib/derive/measure-columns.ts';
import { acceptedPrefix, stagedDatePrefix } from '../lib/lake/keys.ts';
import { putJson, upload } from '../lib/lake/objects.ts';
import type { RunPlan } from '../lib/run/records.ts';
import { rankRun } from '../lib/stages/rank/rank-run.ts';
import { startS3Endpoint } from '../local/s3/server.ts';
import { createClient, foldersIn } from '../local/test/s3/scratch-endpoint.ts';

/*
 * `node bench/lookback.ts --ids 20000000`: what ranking one day of trades costs beside so many published ids, which may be corrected
 * at any age: so many rows of the day are corrections of ids of any day.
 */
const { ids, days, day, corrections, memory } = new Command()
  .option('--ids <n>', 'published ids', '20000000')
  .option('--days <n>', 'ingest dates they came on', '200')
  .option('--day <n>', 'rows of the day that is ranked', '100000')
  .option('--corrections <n>', 'rows of it that correct an id of another day', '20')
  .option('--memory <MiB>', "DuckDB's memory limit", '1900')
  .parse()
  .opts<Record<'ids' | 'days' | 'day' | 'corrections' | 'memory', string>>();

const folder = await mkdtemp(join(tmpdir(), 'paylake-lookback-'));
const endpoint = await startS3Endpoint(foldersIn(folder));
const silver = { s3: createClient(endpoint.url), name: 'silver' };
await silver.s3.send(new CreateBucketCommand({ Bucket: silver.name }));
const connection = await (await DuckDBInstance.create()).connect();
const perDay = Math.floor(Number(ids) / Number(days));
const dateOf = (at: number): string => new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10);
let bytes = 0;

/** Index and summary of a date: ids of its own, and of other days where `corrected` says so. */
async function putDate(prefix: string, at: number, rows: number, corrected: number): Promise<void> {
  const date = dateOf(at);
  const file = `trades/ingest_date=${date}/a.csv`;
  const id = `case when i < ${corrected} then hash(i) % ${perDay * Number(days)} else ${at}::bigint * ${perDay} + i end`;
  const told = indexedColumns(trades).map(({ name }) => `, 'x' || i % 50 as "${name}"`);
  const measured = measureColumns(trades).map(
    ({ unit, value, type }) => `'USD' as "${unit}", cast(i as ${type}) as "${value}"`,
  );
  const path = join(folder, 'index.parquet');
  await connection.run(`copy (
    select 'T' || md5(cast(${id} as varchar)) as trade_id, ${corrected > 0 ? 2 : 1}::bigint as version,
      date '${date}' - case when i % 10 = 0 then 1 else 0 end as trade_date, date '${date}' as ingest_date,
      '${file}' as source_file, i as source_line, ${measured.join(', ')}, 1000000 as lookback_days${told.join('')}
    from range(${rows}) numbers(i)) to '${path}' (format parquet)`);
  bytes += (await upload(silver, `${prefix}index.parquet`, path)).size;
  const eventDates = { [date]: rows, [dateOf(at - 1)]: 1 };
  await putJson(silver, `${prefix}summary.json`, { ingestDate: date, files: [{ key: file, rows }], eventDates });
}

for (let at = 0; at < Number(days); at++) await putDate(acceptedPrefix('trades', dateOf(at)), at, perDay, 0);
const ingestDate = dateOf(Number(days));
const runId = `bench-${randomBytes(4).toString('hex')}`;
await putDate(stagedDatePrefix(runId, ingestDate), Number(days), Number(day), Number(corrections));
connection.closeSync();

const plan: RunPlan = {
  runId,
  dataset: 'trades',
  from: ingestDate,
  to: ingestDate,
  accept: [],
  dates: [{ ingestDate, fingerprint: '', files: [], released: false, derive: true }],
  missing: [],
};
const started = Date.now();
const before = process.cpuUsage();
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 100);
const ranking = await rankRun(silver, trades, plan, { memoryMiB: Number(memory), chunkRows: 1_000_000 });
clearInterval(watch);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  `${JSON.stringify({
    ids: perDay * Number(days),
    day: Number(day),
    indexMiB: Math.round(bytes / 1048576),
    seconds: (Date.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMiB: Math.round(peak / 1048576),
    touchedDates: ranking.touchedDates.length,
  })}\n`,
);
silver.s3.destroy();
await endpoint.close();
await rm(folder, { recursive: true, force: true });
