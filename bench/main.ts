import { existsSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readResult } from './check-result.ts';
import { type Extras, judgeGoals, short } from './goals.ts';
import { bare, countRows, gunzip, inFolder, type Lane, parquetjsLite, paylake, spark } from './lanes.ts';
import { type Input, makeInput } from './make-input.ts';
import { measureExtras } from './measure-extras.ts';
import type { Measurement } from './measurement.ts';
import { writePage } from './write-page.ts';

/*
 * The benchmark: makes deliveries, runs lanes one after the other in rounds, compares what they wrote, prints the table and the goals.
 * What was measured adds up in .bench/measurements.ndjson and .bench/extras.json, so that it can be done in several sittings; delete them to
 * start anew.
 */

const data = fileURLToPath(new URL('../.bench', import.meta.url));
const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
/** Hours where rows are many. */
const slowLaneRows = 2_000_000;

type Options = {
  rows: string;
  rounds: string;
  lanes?: string;
  memory: string;
  spark: boolean;
  extras: boolean;
  write: boolean;
};

const options = new Command('bench')
  .description('measure accept to publish against a bare plan, parquetjs-lite, floors and PySpark')
  .option('--rows <list>', 'rows of the deliveries', '5000,200000,2000000,10000000')
  .option('--rounds <list>', 'rounds of each', '3,3,2,1')
  .option('--lanes <list>', 'these lanes only')
  .option('--memory <MiB>', "DuckDB's memory limit", '1024')
  .option('--spark', 'PySpark as well; needs python3 and java', false)
  .option('--no-extras', 'leave out generator, small day, default run and statements')
  .option('--write', 'write docs/performance.md', false)
  .parse()
  .opts<Options>();

const memoryMiB = Number(options.memory);
const sizes = options.rows.split(',').map(Number);
const rounds = options.rounds.split(',').map(Number);

const lanes: Record<string, { lane: Lane; maxRows: number; writes: 'all' | 'cents' | 'nothing' }> = {
  bare: { lane: (input, folder) => bare(input, folder, memoryMiB), maxRows: Number.POSITIVE_INFINITY, writes: 'all' },
  paylake: {
    lane: (input, folder) => paylake([input], 'plain', folder, memoryMiB),
    maxRows: Number.POSITIVE_INFINITY,
    writes: 'all',
  },
  'paylake gz': {
    lane: (input, folder) => paylake([input], 'gz', folder, memoryMiB),
    maxRows: Number.POSITIVE_INFINITY,
    writes: 'all',
  },
  'gzip -dc': { lane: gunzip, maxRows: Number.POSITIVE_INFINITY, writes: 'nothing' },
  'count(*)': { lane: countRows, maxRows: Number.POSITIVE_INFINITY, writes: 'nothing' },
  'parquetjs-lite': { lane: parquetjsLite, maxRows: slowLaneRows, writes: 'cents' },
  ...(options.spark && {
    pyspark: {
      lane: (input: Input, folder: string) => spark(input, folder, data),
      maxRows: Number.POSITIVE_INFINITY,
      writes: 'all' as const,
    },
  }),
};

const log = join(data, 'measurements.ndjson');
await mkdir(data, { recursive: true });
const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
const all = lines.filter((line) => line !== '').map((line): Measurement => JSON.parse(line));
const chosen = options.lanes?.split(',');
for (const [at, rows] of sizes.entries()) {
  const input = await makeInput(data, rows);
  let expected = '';
  const first = 1 + Math.max(-1, ...all.filter((one) => one.rows === rows).map((one) => one.round));
  for (let round = first; round < first + (rounds[at] ?? 1); round++) {
    for (const [name, { lane, maxRows, writes }] of Object.entries(lanes)) {
      // Once is enough of what takes minutes.
      if (rows > maxRows || (round > 0 && rows > 200_000 && name === 'parquetjs-lite')) continue;
      if (chosen && !chosen.includes(name)) continue;
      const { wall, cpu, peakMiB, stages, statements } = await inFolder(join(data, 'lane'), async (folder) => {
        const run = await lane(input, folder);
        if (writes !== 'nothing') {
          const { rows: kept, amount, digest } = await readResult(run.files, writes === 'cents');
          expected ||= JSON.stringify([kept, amount, digest]);
          const result = JSON.stringify([kept, amount, digest]);
          if (result !== expected) throw new Error(`${name} wrote ${result}, the first lane ${expected}`);
        }
        return run;
      });
      const measured = { rows, lane: name, round, wall, cpu, peakMiB, ...(stages && { stages, statements }) };
      all.push(measured);
      await appendFile(log, `${JSON.stringify(measured)}\n`);
      process.stderr.write(
        `${short(rows).padStart(6)} ${name.padEnd(14)} ${wall.toFixed(2).padStart(8)} s wall ${cpu.toFixed(2).padStart(8)} s CPU ${peakMiB.toFixed(0).padStart(6)} MiB\n`,
      );
    }
  }
}
const extrasLog = join(data, 'extras.json');
if (options.extras) await writeFile(extrasLog, JSON.stringify(await measureExtras(data, memoryMiB)));
const extras: Extras | undefined = existsSync(extrasLog) ? JSON.parse(readFileSync(extrasLog, 'utf8')) : undefined;
const text = writePage(all, judgeGoals(all, memoryMiB, extras), memoryMiB);
process.stdout.write(text);
if (options.write) await writeFile(page, text);
