import { findEnvironment } from '../../config.ts';
import type { Dataset, Mart } from '../../datasets/dataset.ts';
import { findContract } from '../../datasets/find-contract.ts';
import { findDataset } from '../../datasets/find-dataset.ts';
import { groupsOf } from '../../datasets/mart-groups.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { catalogKey, releaseKey, summaryKey } from '../../lake/keys.ts';
import { getJson } from '../../lake/objects.ts';
import { datesOf } from '../../run/calendar.ts';
import type { CatalogDate, DateSummary, PlannedDate, Restatement } from '../../run/records.ts';
import { isReleased, type Release } from '../../run/release.ts';
import { parseRequest } from '../../run/request.ts';
import { listBronze } from '../../stages/plan/list-bronze.ts';
import { type Estimate, estimateRun } from '../cost/estimate-run.ts';
import { queryWarehouse } from '../query/query-warehouse.ts';
import type { Target } from '../targets/target.ts';
import { foreseeChanges } from './foresee-changes.ts';

export type BackfillPlan = {
  schema: 'paylake.backfill-plan/1';
  dataset: string;
  from: string;
  to: string;
  /**
   * `files` that count, `withdrawn` ones that do not; `rows` as published, null where the date never was; `state` says whether its
   * files are still those.
   */
  days: {
    ingestDate: string;
    files: number;
    withdrawn: number;
    bytes: number;
    rows: number | null;
    state: 'same' | 'changed' | 'new';
  }[];
  missing: string[];
  totals: { files: number; bytes: number; rows: number };
  /** Business dates of what is published; new files may touch more. */
  touchedDates: string[];
  partitions: number;
  marts: { name: string; rows: number; effect: string }[];
  /** Sums of marts by date that would be others, from what to what; none where the files are those that are published. */
  changes: Restatement[];
  estimate: Estimate;
};

/** `backfill --plan`: what a backfill would read, touch and cost. Changes nothing. */
export async function planBackfill(
  target: Target,
  range: { dataset: string; from: string; to: string },
): Promise<BackfillPlan> {
  const { silver } = target;
  const { dataset, from, to } = parseRequest(range, new Date().toISOString());
  const found = await listBronze(target, findContract(dataset), { from, to });
  const dates = await forEachLimited(found, 16, async ({ ingestDate, files, withdrawn = [], fingerprint }) => {
    const summary = await getJson<DateSummary>(silver, summaryKey(dataset, ingestDate));
    const state = !summary ? 'new' : summary.value.fingerprint === fingerprint ? 'same' : 'changed';
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    const day = {
      ingestDate,
      files: files.length,
      withdrawn: withdrawn.length,
      bytes,
      rows: summary?.value.rows.in ?? null,
      state,
    } as const;
    const release = await getJson<Release>(silver, releaseKey(dataset, ingestDate));
    const released = isReleased(release?.value);
    const planned: PlannedDate = { ingestDate, fingerprint, files, withdrawn, released, derive: true };
    const isSame = state === 'same' && summary?.value.released === released;
    return { day, planned, isSame, touched: Object.keys(summary?.value.eventDates ?? {}) };
  });
  const days = dates.map(({ day }) => day);
  const touchedDates = [...new Set(dates.flatMap(({ touched }) => touched))].sort();
  const catalog = await forEachLimited(touchedDates, 16, (date) =>
    getJson<CatalogDate>(silver, catalogKey(dataset, date)),
  );
  const known = new Set(days.map(({ ingestDate }) => ingestDate));
  const totals = {
    files: days.reduce((sum, { files }) => sum + files, 0),
    bytes: days.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: days.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
  };
  return {
    schema: 'paylake.backfill-plan/1',
    dataset,
    from,
    to,
    days,
    missing: datesOf(from, to).filter((date) => !known.has(date)),
    totals,
    touchedDates,
    partitions: catalog.reduce((sum, date) => sum + (date?.value.partitions.length ?? 0), 0),
    changes: await foreseeChanges(target, {
      dataset,
      dates: dates.filter(({ isSame }) => !isSame).map(({ planned }) => planned),
    }),
    marts: await countMarts(target, findDataset(dataset), touchedDates),
    estimate: estimateRun(totals.bytes, findEnvironment(target.name)),
  };
}

const effects: Record<Mart['slice'], string> = {
  'touched dates': 'those of the touched dates',
  'touched keys': 'of these, those that have to do with the touched dates',
  whole: 'all of it',
  view: 'what of it shows the touched dates',
};

async function countMarts(
  target: Target,
  { contract, marts }: Dataset,
  dates: readonly string[],
): Promise<BackfillPlan['marts']> {
  const [first, last] = [dates[0], dates.at(-1)];
  if (!first || !last) return [];
  const counted: BackfillPlan['marts'] = [];
  const concerned = [...marts, ...groupsOf(contract.name).flatMap((group) => group.marts)];
  for (const { name, slice, columns } of concerned) {
    const isDated = slice === 'touched dates' && Object.hasOwn(columns, contract.eventDate);
    const touched = isDated ? ` where ${contract.eventDate} between '${first}' and '${last}'` : '';
    const { rows } = await queryWarehouse(target, `select count(*) as n from mart.${name}${touched}`);
    counted.push({ name: `mart.${name}`, rows: Number(rows[0]?.[0] ?? 0), effect: effects[slice] });
  }
  return counted;
}
