import { expect } from 'vitest';
import { releaseKey, withdrawalKey } from '../../lib/lake/keys.ts';
import { putJson, removeObject } from '../../lib/lake/objects.ts';
import type { RunReport } from '../../lib/run/records.ts';
import { digestOf, expectDays, expectSetAside, expectSilver, silverHashes } from './compare-silver.ts';
import { driveRun, type Means, type RunOptions } from './drive-run.ts';
import type { History, Step } from './history.ts';
import type { MemoryWarehouse } from './memory-warehouse.ts';
import type { OracleContract } from './oracle/contract.ts';
import { type Expected, Model, rank, rowsOf } from './oracle/model.ts';
import { transactions } from './oracle/transactions.ts';
import type { ScratchLake } from './scratch-lake.ts';
import { traitsOf } from './traits.ts';

const gated = ['quarantined_share', 'file_refused', 'conflicting_duplicates'];

/**
 * Lives a history on a lake (and a warehouse), and expects after every run what the oracle says of it; in the end the bytes
 * that one run over all dates makes of the same files and releases elsewhere. Returns what kinds of things happened.
 */
export async function liveHistory(
  { dates, landings, steps, takesBack, order }: History,
  lake: ScratchLake,
  stages: { loader?: MemoryWarehouse; accept?: Means['accept'] } = {},
  contract: OracleContract = transactions,
): Promise<Set<string>> {
  const warehouse = stages.loader;
  const { dataset } = contract;
  const model = new Model();
  const happened = new Set<string>(warehouse ? ['a warehouse'] : []);
  await warehouse?.empty();

  const land = async (isDue: (before: number) => boolean): Promise<void> => {
    for (const { file, before } of landings) {
      if (!isDue(before) || model.landed.includes(file)) continue;
      await lake.put(file.key, file.text);
      model.landed = [...model.landed, file];
    }
  };
  const withdraw = async (isDue: (before: number) => boolean): Promise<void> => {
    for (const { file, withdrawn } of landings) {
      if (withdrawn === null || !isDue(withdrawn) || !model.landed.includes(file)) continue;
      await putJson(lake.silver, withdrawalKey(dataset, file.key), {}, { ifAbsent: true });
      model.withdrawn.add(file.key);
    }
  };
  const live = async (run: RunOptions): Promise<void> => {
    const before = { published: model.published, decided: model.decided, hashes: await silverHashes(lake) };
    const expected = foresee(model, run);
    const report = await driveRun(lake, { ...run, dataset }, stages);
    for (const trait of traitsOf({ model, run, expected, before })) happened.add(trait);
    const isReported = expected !== undefined && (expected.status !== 'decided' || !run.dies);
    expect(report !== undefined, 'a report').toBe(isReported && run.dies !== 'after audit');
    if (report && expected) {
      expect(report.status).toBe(expected.status === 'blocked' ? 'blocked' : 'succeeded');
      for (const name of gated) expectTold(report, name, expected);
      const inRange = [...model.current().keys()].filter((date) => run.from <= date && date <= run.to);
      expect(report.days.map(({ ingestDate }) => ingestDate)).toEqual(inRange.sort());
      expectDays(report, rank(expected.view));
    }
    if (model.decided) return;
    const ranked = rank(model.published);
    await expectSilver(lake, ranked, contract);
    await expectSetAside(lake, ranked);
    if (warehouse) await warehouse.expectMarts(ranked, model.asOf);
    if (!report) return;
    expect(report.silverDigest).toBe(await digestOf(lake));
    expect(report.factRows).toBe(ranked.filter(({ fate }) => fate === 'loaded').length);
    if (!before.decided) expectUntouched(before.hashes, await silverHashes(lake), report.touchedDates);
  };

  let last: { from: string; to: string } | undefined;
  for (const [at, step] of steps.entries()) {
    await land((before) => before <= at);
    await withdraw((before) => before <= at);
    const range = step.does === 'again' && last ? last : rangeOf(step, dates, model);
    last = range;
    if (step.does === 'release') await release(lake, model, range, dataset);
    await live(toRun(step, range, model));
  }
  await land(() => true);
  await withdraw(() => true);
  if (takesBack) await takeBack(lake, model, dataset);
  for (const { file, goes } of landings) {
    if (!goes) continue;
    await removeObject(lake.bronze, file.key);
    model.landed = model.landed.filter((other) => other !== file);
  }
  for (const date of order.map((at) => dates[at] ?? '')) {
    if (!model.stale().includes(date)) continue;
    await live({ from: date, to: date, ...(!model.isPassed(date) && { accept: gated }) });
    // What was accepted may be asked again: derived alone, rows that contradict each other count for another of their dates.
    if (model.stale().includes(date)) await live({ from: date, to: date, accept: gated });
  }
  // Whatever comes next finishes what is decided.
  if (model.decided) await live({ from: dates[0] ?? '', to: dates[0] ?? '', accept: gated });

  const whole = await lake.another();
  await warehouse?.empty();
  for (const file of model.landed) await whole.put(file.key, file.text);
  for (const key of model.withdrawn) await putJson(whole.silver, withdrawalKey(dataset, key), {});
  for (const date of model.released) await putJson(whole.silver, releaseKey(dataset, date), {});
  const [from = '', to = ''] = [dates[0], dates.at(-1)];
  const report = await driveRun(whole, { dataset, from, to, accept: gated }, stages);
  expect(await silverHashes(whole)).toEqual(await silverHashes(lake));
  expect(report?.silverDigest).toBe(await digestOf(lake));
  if (warehouse) await warehouse.expectMarts(rank(model.published), model.asOf);
  return happened;
}

/** A check of the gate says of exactly the dates the oracle has, and of how many rows. */
function expectTold({ checks }: RunReport, name: string, { told }: Expected): void {
  const check = checks.find((one) => one.name === name);
  const failures = told.filter(({ check }) => check === name);
  expect({ name, ok: check?.ok }).toEqual({ name, ok: failures.length === 0 });
  if (failures.length === 0) return;
  expect(check?.severity, name).toBe(failures.some(({ blocks }) => blocks) ? 'block' : 'warn');
  if (name !== 'conflicting_duplicates') return;
  const said = [...(check?.detail ?? '').matchAll(/([0-9-]{10}): ([0-9]+) rows are outranked/g)];
  expect(said.map(([, date, rows]) => `${date} ${rows}`)).toEqual(
    failures.map(({ date, rows }) => `${date} ${rows}`).sort(),
  );
}

/** What the oracle expects of a run; undefined where it dies before its audit. */
function foresee(model: Model, { from, to, accept = [], dies }: RunOptions): Expected | undefined {
  if (dies === 'while finishing') return undefined;
  model.finishDecided();
  if (dies === 'before audit') return undefined;
  return model.run({ from, to, accept, isFinished: dies === undefined });
}

/** The range of a step: of a release, from a date on that has rows to release, if there is one. */
function rangeOf(
  { does, at, dates: count }: Step,
  dates: readonly string[],
  model: Model,
): { from: string; to: string } {
  const held = dates.filter((date) => does === 'release' && holdsRows(model, date));
  const from = (held.length > 0 ? held : dates)[at % (held.length || dates.length)] ?? '';
  return { from, to: dates[Math.min(dates.indexOf(from) + count, dates.length) - 1] ?? '' };
}

const holdsRows = (model: Model, date: string): boolean => {
  const version = model.published.get(date);
  return version !== undefined && rowsOf(version).some(({ verdict }) => verdict === 'held');
};

/** What `held release` records before it runs the dates: a release of each published date that has held rows. */
async function release(
  lake: ScratchLake,
  model: Model,
  { from, to }: { from: string; to: string },
  dataset: string,
): Promise<void> {
  for (const date of model.published.keys()) {
    if (date < from || date > to || !holdsRows(model, date)) continue;
    // As an earlier version wrote it, and as it is written now.
    const release = model.released.size % 2 === 0 ? {} : { words: [{ says: 'released' }] };
    await putJson(lake.silver, releaseKey(dataset, date), release);
    model.released.add(date);
  }
}

/** What `held withdraw` over all dates records before it runs them. */
async function takeBack(lake: ScratchLake, model: Model, dataset: string): Promise<void> {
  for (const date of [...model.released]) {
    const words = [{ says: 'released' }, { says: 'withdrawn' }];
    await putJson(lake.silver, releaseKey(dataset, date), { words });
    model.released.delete(date);
  }
}

/** A run that is to die does so over the decided run it comes upon, if there is one. */
function toRun(
  { does, accept, chunkRows, dies }: Step,
  range: { from: string; to: string },
  { decided }: Model,
): RunOptions {
  const death = dies && decided ? 'while finishing' : dies;
  return { ...range, chunkRows, ...(accept && does !== 'again' && { accept: gated }), ...(death && { dies: death }) };
}

/** Law 4: what a run does not name as touched is not written, not even with the same bytes changed. */
function expectUntouched(
  before: Record<string, string>,
  after: Record<string, string>,
  touchedDates: readonly string[],
): void {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => before[key] !== after[key]);
  const dates = new Set(changed.map((key) => /p_\w+_date=([0-9-]+)/.exec(key)?.[1] ?? ''));
  expect(touchedDates).toEqual(expect.arrayContaining([...dates]));
}
