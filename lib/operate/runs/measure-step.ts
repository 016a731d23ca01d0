import type { ItemProgress } from '../../run/item-progress.ts';
import type { RunStep } from './track-steps.ts';
import type { Weights } from './weigh-items.ts';

/** How far a step is. Shares are 0..1, null where nothing tells; `rowsPerSecond` is over the step's time so far. */
export type StepMeasure = {
  stage: string;
  since: string;
  seconds: number;
  items: number;
  done: number;
  share: number | null;
  rows: number;
  rowsPerSecond: number | null;
  statements: { done: number; of: number } | null;
};

/** Measures a step at a moment, its items by what each weighs; `begun` are those that are not done yet, as far as they tell. */
export function measureStep(
  step: RunStep,
  weights: Weights | undefined,
  now: number,
  begun: ReadonlyMap<string, ItemProgress> = new Map(),
): StepMeasure {
  const { stage, since, items, done, statements } = step;
  const seconds = Math.max(0, (now - since) / 1000);
  const weightOf = (name: string): number => (weights ? (weights.of.get(name) ?? 0) : 1);
  const all = weights ? sum(weights.of.values()) : items;
  const partly = [...begun].filter(([name]) => !done.includes(name));
  const ready = sum(done.map(weightOf)) + sum(partly.map(([name, { share }]) => share * weightOf(name)));
  const counted = step.rows + sum(partly.map(([, { rows }]) => rows));
  const rows = counted > 0 || weights?.unit !== 'rows' ? counted : ready;
  const share = statements ? statements.done / statements.of : items > 0 && all > 0 ? ready / all : null;
  return {
    stage,
    since: new Date(since).toISOString(),
    seconds: Math.round(seconds),
    items,
    done: done.length,
    share,
    rows,
    rowsPerSecond: rows > 0 && seconds >= 1 ? Math.round(rows / seconds) : null,
    statements: statements ?? null,
  };
}

/** A measure in words: "2 of 4 (51 %), 124,037 rows, 8,300 a second, about 12 s left"; empty where there is nothing to count. */
export function describeMeasure({ items, done, share, rows, rowsPerSecond, seconds, statements }: StepMeasure): string {
  const percent = share === null ? '' : ` (${Math.floor(100 * share)} %)`;
  const isUnderWay = share !== null && share > 0 && share < 1;
  return [
    ...(statements ? [`statement ${Math.min(statements.done + 1, statements.of)} of ${statements.of}${percent}`] : []),
    ...(items > 0 ? [`${done} of ${items}${percent}`] : []),
    ...(rows > 0 ? [`${rows.toLocaleString('en')} rows`] : []),
    ...(rowsPerSecond === null ? [] : [`${rowsPerSecond.toLocaleString('en')} a second`]),
    ...(isUnderWay && !statements ? [`about ${Math.ceil((seconds * (1 - share)) / share)} s left`] : []),
  ].join(', ');
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
