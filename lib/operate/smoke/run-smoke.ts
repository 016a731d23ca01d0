import { join } from 'node:path';
import { findEnvironment } from '../../config.ts';
import type { Watched } from '../runs/run-commands.ts';
import type { Target } from '../targets/target.ts';
import { type Assumption, isChecked } from './assumption.ts';
import { createBench, type Lake } from './bench.ts';
import { goldens, saveGoldens } from './goldens.ts';
import { smokeDay } from './smoke-day.ts';
import { type Trial, tryAssumptions } from './try-assumptions.ts';

export type Smoke = {
  schema: 'paylake.smoke/1';
  target: string;
  /** Whether everything that was asked is as assumed, and anything was asked at all. */
  ok: boolean;
  /** Where the assumptions were last believed. */
  assumedOf: string;
  /** The made-up ingest date, null where there is no generator. */
  day: string | null;
  checks: Trial[];
  /** What the checks made and could not be removed. */
  leftBehind: string | null;
  /** Where what was found stands. */
  savedTo: string;
};

/** `smoke`: one small day of every dataset end to end where data may be made up, then what is assumed of the warehouse. */
export async function runSmoke(
  watched: Watched,
  assumptions: readonly Assumption[],
  options: { home: string; day: string; saveGoldens?: string | undefined },
): Promise<Smoke> {
  const { target, notice } = watched;
  const { generator, account, region } = findEnvironment(target.name);
  const day = generator ? await smokeDay(watched, options.day) : [];
  if (!generator)
    notice(`${target.name} has no generator and takes real feeds: no day is run, no business data is touched`);
  const { warehouse } = target;
  const bench = createBench({
    client: warehouse.client,
    where: { WorkgroupName: warehouse.workgroup, Database: warehouse.database },
    pollMilliseconds: Math.min(target.pollMilliseconds, 1000) / 4,
    lake: lakeOf(target),
  });
  const checked = assumptions.filter(isChecked);
  let tried = 0;
  const { trials, leftBehind } = await tryAssumptions(bench, checked, goldens.checks, () => {
    tried += 1;
    if (tried % 10 === 0 || tried === checked.length) notice(`${tried} of ${checked.length} assumptions tried`);
  });
  const savedTo = options.saveGoldens ?? join(options.home, 'smoke', `${target.name}.json`);
  saveGoldens(savedTo, `${target.name} (${account}, ${region})`, trials);
  const checks = [...day, ...trials];
  const isAny = trials.some(({ verdict }) => verdict !== 'unasked');
  return {
    schema: 'paylake.smoke/1',
    target: target.name,
    ok: isAny && checks.every(({ verdict }) => verdict !== 'different'),
    assumedOf: goldens.of,
    day: generator ? options.day : null,
    checks,
    leftBehind,
    savedTo,
  };
}

function lakeOf({ silver, gold, warehouseAccess: access }: Target): Lake | undefined {
  return access && { silver, gold, copyRole: access.copyRole, unloadRole: access.unloadRole, kmsKey: access.kmsKey };
}
