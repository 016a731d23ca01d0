import { arch, availableParallelism, cpus, totalmem } from 'node:os';
import type { Goal } from './goals.ts';
import { short } from './goals.ts';
import { figure, type Measurement, ratio } from './measurement.ts';

/** The page of results, as Markdown. */
export function writePage(all: readonly Measurement[], goals: readonly Goal[], memoryMiB: number): string {
  const sizes = [...new Set(all.map(({ rows }) => rows))].sort((a, b) => a - b);
  return `# Performance

Written by \`npm run bench -- --write\`; do not edit. ${shapeOfMachine()}
Median of the rounds. Within a round lanes run one after the other on the same delivery, so ratios count and seconds do not. Every lane wrote
the same rows (checked value by value where a lane can keep them). DuckDB's limit: ${memoryMiB} MiB, in \`bare\` as well.

The work: NDJSON of one ingest date, about 410 bytes a row, 1 % repeated ids, 2 % late, 0.5 % broken, into 3 dates x 40 categories of Parquet. \`bare\` is
DuckDB doing that in one pass (bench/lanes/bare.ts). \`paylake\` is the product's own stages plan to publish, in one process, through an S3 endpoint whose own
work is not counted as CPU: beside the bare work it looks for card numbers and repeated keys in every row, keeps accepted rows and an index for later runs, ranks
against other days, stages whole days, audits and reads back what it wrote, and publishes object by object.

## Lanes

${table([['rows', 'lane', 'wall s', 'CPU s', 'peak MiB', 'CPU against bare', 'wall against bare'], ...sizes.flatMap((rows) => rowsOf(all, rows))])}

## Where the time goes

CPU seconds of the product's stages.

${table([['rows', ...stageNames], ...sizes.flatMap((rows) => stagesOf(all, rows))])}

${profile}

## Goals

${table([['goal', 'wanted', 'found', ''], ...goals.map(({ name, goal, found, met }) => [name, goal, found, met === undefined ? '' : met ? 'met' : '**missed**'])])}
`;
}

/** Found by timing statements and with --cpu-prof; not measured anew by the benchmark. */
const profile = `Statement by statement, 2 M rows on one core, 35 s of CPU in all: judging rows in SQL 9 s (of it JSON 4, patterns 2.5, the typed table 2.5), cutting lines and looking for card numbers,
nesting and odd numbers in JavaScript 4, garbage collection of stream buffers 1.5, accepted rows as Parquet 2.3, their index 1, summaries 1; ranking 2; sorting and writing staged dates 4.8, reading them back 1, hashing and carrying
files 1.5; reading them again to publish 1.3, 115 partition files 2.5, putting them 1.5. The bare plan needs 14 s there: parsing and judging 5.7, sorting 4.6, writing 3.3. So the goal of 1.75 is missed by design more than by
any one place: every accepted row is written three times (accepted, staged, Silver) and read twice in between, its keys are compared with the contract's one row at a time, and what was written is read back before it is published.`;

const stageNames = ['plan', 'accept', 'rank', 'stage', 'audit', 'publish'];

function rowsOf(all: readonly Measurement[], rows: number): string[][] {
  const lanes = [...new Set(all.filter((one) => one.rows === rows).map(({ lane }) => lane))];
  return lanes.map((lane) => [
    short(rows),
    lane,
    figure(all, rows, lane, 'wall').toFixed(2),
    figure(all, rows, lane, 'cpu').toFixed(2),
    figure(all, rows, lane, 'peakMiB').toFixed(0),
    ratio(all, rows, [lane, 'bare'], 'cpu').toFixed(2),
    ratio(all, rows, [lane, 'bare'], 'wall').toFixed(2),
  ]);
}

function stagesOf(all: readonly Measurement[], rows: number): string[][] {
  const [first] = all.filter((one) => one.rows === rows && one.lane === 'paylake' && one.stages);
  if (!first?.stages) return [];
  return [[short(rows), ...stageNames.map((name) => (first.stages?.[name]?.cpu ?? 0).toFixed(2))]];
}

function table(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function shapeOfMachine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `Machine: ${availableParallelism()} cores (${model.trim()}, ${arch()}), ${Math.round(totalmem() / 1024 ** 3)} GiB, shared; Node ${process.version}.`;
}
