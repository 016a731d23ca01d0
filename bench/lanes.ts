import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { link, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Profile } from './lanes/paylake.ts';
import type { Input } from './make-input.ts';
import { runCommand, type Usage } from './run-command.ts';

/** A run of a lane: what it took, and where its Parquet files are. */
export type LaneRun = Usage & { files: string } & Partial<Profile>;
/** Something that does the work on a delivery, in processes of its own, in an empty folder. */
export type Lane = (input: Input, folder: string) => Promise<LaneRun>;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;

/** The product, from a file in Bronze to partitions in Silver; deliveries before the last only warm it up. */
export async function paylake(
  inputs: readonly Input[],
  packing: 'plain' | 'gz',
  folder: string,
  memoryMiB: number,
): Promise<LaneRun> {
  for (const input of inputs) {
    const bronze = join(folder, `s3/paylake-bronze/transactions/ingest_date=${input.ingestDate}`);
    await mkdir(bronze, { recursive: true });
    await link(input[packing], join(bronze, basename(input[packing])));
  }
  await mkdir(join(folder, 's3/paylake-silver'), { recursive: true });
  const endpoint = spawn(node, [here('lanes/endpoint.ts'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [url] = await once(endpoint.stdout, 'data');
    const dates = inputs.map(({ ingestDate }) => ingestDate);
    const usage = await runCommand(node, [here('lanes/paylake.ts'), String(url).trim(), String(memoryMiB), ...dates]);
    const files = join(folder, 's3/paylake-silver/transactions/*/*/*.parquet');
    return { ...usage, files, ...(JSON.parse(usage.stdout) as Profile) };
  } finally {
    endpoint.kill();
  }
}

/** DuckDB's own best plan, see the file. */
export async function bare(input: Input, folder: string, memoryMiB: number): Promise<LaneRun> {
  const usage = await runCommand(node, [here('lanes/bare.ts'), input.plain, folder, String(memoryMiB)]);
  return { ...usage, files: join(folder, 'p_txn_date=*/*/*.parquet') };
}

/** The JavaScript library that the system before this one used; installed beside the benchmark, once. */
export async function parquetjsLite(input: Input, folder: string): Promise<LaneRun> {
  const baselines = here('baselines');
  if (!existsSync(join(baselines, 'node_modules'))) await runCommand('npm', ['ci', '--silent', '--prefix', baselines]);
  const usage = await runCommand(node, [here('baselines/parquetjs-lite.js'), input.plain, folder]);
  return { ...usage, files: join(folder, 'txn_date=*/*/*.parquet') };
}

/** PySpark in a virtual environment of its own, made once. Needs Python and Java. */
export async function spark(input: Input, folder: string, data: string): Promise<LaneRun> {
  const python = join(data, 'venv/bin/python');
  if (!existsSync(join(data, 'venv/bin/spark-submit'))) {
    await runCommand('python3', ['-m', 'venv', join(data, 'venv')]);
    await runCommand(python, ['-m', 'pip', 'install', '--quiet', 'pyspark==4.3.0']);
  }
  const usage = await runCommand(python, [here('baselines/spark.py'), input.plain, folder]);
  return { ...usage, files: join(folder, 'silver/*/*/*.parquet') };
}

/** Floors: unpacking alone, and counting the documents. */
export async function gunzip(input: Input): Promise<LaneRun> {
  return { ...(await runCommand('bash', ['-c', 'gzip -dc "$0" > /dev/null', input.gz])), files: '' };
}

export async function countRows(input: Input): Promise<LaneRun> {
  return { ...(await runCommand(node, [here('lanes/count.ts'), input.plain])), files: '' };
}

/** Runs a lane in a fresh folder, which is gone afterwards; `look` sees its files before. */
export async function inFolder<T>(folder: string, work: (folder: string) => Promise<T>): Promise<T> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
