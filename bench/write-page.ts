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

CPU seconds of the product's stages in the last round.

${table([['rows', ...stageNames], ...sizes.flatMap((rows) => stagesOf(all, rows))])}

${reading(all)}

## Goals

${table([['goal', 'wanted', 'found', ''], ...goals.map(({ name, goal, found, met }) => [name, goal, found, met === undefined ? '' : met ? 'met' : '**missed**'])])}
`;
}

/** Why the goal for CPU is missed, in figures of the largest delivery below the spilling ones. */
function reading(all: readonly Measurement[]): string {
  const rows = 2_000_000;
  const seconds = (lane: string): string => figure(all, rows, lane, 'cpu').toFixed(1);
  return `The bare plan reads, judges, sorts and writes every row once: ${seconds('bare')} CPU seconds for ${short(rows)} rows, where the product takes ${seconds('paylake')}. What the product does beside it: every accepted row is
written three times (accepted, staged, Silver) and read twice in between, keys and digits of every row are looked at, an index is written and ranked, and what was staged is read back before it is published. The statements that
took longest, wall seconds of one run (a statement may use two cores, and publish has two at work at a time); the rest of a stage is JavaScript: cutting lines, looking for digits, hashing, and the way to the object store.

${table([['rows', 'stage: statement', 'wall s'], ...statementsOf(all, rows)])}

Wall times have plan in them, which waits for the endpoint to hash a delivery that was linked into its folder (${planWall(all, 10_000_000)} of the seconds at ${short(10_000_000)}); one
that was landed has its hash already. At ${short(10_000_000)} the memory beside DuckDB's limit is taken while accept copies its rows; DuckDB does not account for it, and where it comes from was not found.`;
}

function planWall(all: readonly Measurement[], rows: number): string {
  const last = all.filter((one) => one.rows === rows && one.lane === 'paylake' && one.stages).at(-1);
  return (last?.stages?.plan?.wall ?? Number.NaN).toFixed(1);
}

const shownStatements = 16;

function statementsOf(all: readonly Measurement[], rows: number): string[][] {
  const last = all.filter((one) => one.rows === rows && one.lane === 'paylake' && one.statements).at(-1);
  const longest = Object.entries(last?.statements ?? {}).toSorted(([, a], [, b]) => b - a);
  return longest
    .slice(0, shownStatements)
    .map(([statement, wall]) => [
      short(rows),
      `\`${statement.replaceAll('|', '\\|').replaceAll('`', '')}\``,
      wall.toFixed(2),
    ]);
}

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
  const last = all.filter((one) => one.rows === rows && one.lane === 'paylake' && one.stages).at(-1);
  if (!last) return [];
  return [[short(rows), ...stageNames.map((name) => (last.stages?.[name]?.cpu ?? 0).toFixed(2))]];
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
