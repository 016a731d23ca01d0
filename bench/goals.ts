import { figure, type Measurement, ratio } from './measurement.ts';

/** Figures that are not a lane's: a generator's rows a second and core, seconds of a default run, and the like. */
export type Extras = {
  generatorRows: number;
  fakerRows: number;
  smallDayWall: number;
  demoWall: number;
  statementMs: number;
};

export type Goal = { name: string; goal: string; found: string; met: boolean | undefined };

/** The goals (reference: performance, "Goals") against what was measured. What was not measured is neither met nor missed. */
export function judgeGoals(all: readonly Measurement[], memoryMiB: number, extras: Extras | undefined): Goal[] {
  const upTo = (name: string, found: number, limit: number, unit = 'x'): Goal =>
    goal(name, `<= ${limit}${unit}`, found, found <= limit, unit);
  const atLeast = (name: string, found: number, limit: number, unit = 'x'): Goal =>
    goal(name, `>= ${limit}${unit}`, found, found >= limit, unit);
  const cpu = (rows: number): Goal =>
    upTo(
      `accept to publish, ${short(rows)} rows, CPU against the bare plan`,
      ratio(all, rows, ['paylake', 'bare'], 'cpu'),
      1.75,
    );
  const spark = (rows: number, limit: number): Goal =>
    atLeast(
      `PySpark on the bare work against accept to publish, ${short(rows)} rows, wall`,
      ratio(all, rows, ['pyspark', 'paylake'], 'wall'),
      limit,
    );
  const lite = (rows: number, limit: number): Goal =>
    atLeast(
      `parquetjs-lite on the bare work against accept to publish, ${short(rows)} rows, wall`,
      ratio(all, rows, ['parquetjs-lite', 'paylake'], 'wall'),
      limit,
    );
  // What a small day takes is start-up: modules, engine, clients.
  const small = 5000;
  const perRow = (rows: number): number =>
    (figure(all, rows, 'paylake', 'cpu') - figure(all, small, 'paylake', 'cpu')) / (rows - small);
  const goals = [
    cpu(2_000_000),
    cpu(10_000_000),
    spark(5_000, 20),
    spark(200_000, 12),
    spark(2_000_000, 3),
    spark(10_000_000, 2.5),
    lite(200_000, 5),
    lite(2_000_000, 12),
    upTo(
      'accept to publish of one gz file against gzip -dc of it, 10 M rows, wall',
      ratio(all, 10_000_000, ['paylake gz', 'gzip -dc'], 'wall'),
      4,
    ),
    upTo('CPU a row, 10 M rows against 200 k, that of a small day left out', perRow(10_000_000) / perRow(200_000), 1.3),
    upTo(
      `peak memory at 10 M rows, ${memoryMiB} MiB setting`,
      figure(all, 10_000_000, 'paylake', 'peakMiB'),
      Math.round(memoryMiB * 1.75),
      ' MiB',
    ),
  ];
  if (!extras) return goals;
  return [
    ...goals,
    atLeast('generator, all its features, thousand rows a second and core', extras.generatorRows / 1000, 300, ' k'),
    atLeast('generator against faker for each field', extras.generatorRows / extras.fakerRows, 20),
    upTo('5,000-row day, accept to publish, warm', extras.smallDayWall, 0.5, ' s'),
    upTo('default run (11 days x 5,000), template synthesised', extras.demoWall, 20, ' s'),
    upTo('Data API endpoint over DuckDB itself, a statement', extras.statementMs, 5, ' ms'),
  ];
}

function goal(name: string, wanted: string, found: number, met: boolean, unit: string): Goal {
  if (Number.isNaN(found)) return { name, goal: wanted, found: 'not measured', met: undefined };
  return {
    name,
    goal: wanted,
    found: `${found >= 100 ? Math.round(found) : Number(found.toPrecision(3))}${unit}`,
    met,
  };
}

export function short(rows: number): string {
  return rows >= 1_000_000 ? `${rows / 1_000_000} M` : `${rows / 1000} k`;
}
