import { findEnvironment } from '../../config.ts';
import { type Comparison, compareWarehouses } from '../../cost/compare-warehouses.ts';
import { type CostKind, type CostLine, costKinds, type Place, priceUsage, sumLines } from '../../cost/price-usage.ts';
import { findPrices } from '../../cost/prices.ts';
import { notCounted, type RunCost } from '../../cost/run-cost.ts';
import { addUsage } from '../../cost/usage.ts';
import { formatUsd } from '../../cost/usd.ts';
import { datasets } from '../../datasets/index.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { catalogPrefix, runKey } from '../../lake/keys.ts';
import { type Bucket, listObjects, needJson } from '../../lake/objects.ts';
import type { CatalogDate, RunReport } from '../../run/records.ts';
import type { Target } from '../targets/target.ts';
import { listRunRecords } from './list-run-records.ts';

/** Dollars of each kind, as text with nine decimals. */
export type KindAmounts = Record<CostKind, string>;

export type MonthCost = {
  schema: 'paylake.cost/1';
  target: string;
  month: string;
  prices: { region: string; asOf: string; table: { usd: string; unit: string; page: string; region: string }[] };
  /** By the month in which a run's report was written, UTC; `gaps` is what is not in its amounts though it was done. */
  runs: { runId: string; status: string; from: string; to: string; usd: string; kinds: KindAmounts; gaps: string[] }[];
  /** Runs whose cost nobody knows: in no sum. */
  unknown: { runId: string; why: string }[];
  kinds: KindAmounts;
  usd: string;
  comparison: Comparison;
  notCounted: string[];
};

/** `cost`: the month's run records priced by the table of this version, and the same work in other warehouses. */
export async function readMonthCost(target: Target, month: string): Promise<MonthCost> {
  const { silver } = target;
  const { region, architecture, warehouse } = findEnvironment(target.name);
  const place: Place = { region, architecture, baseCapacityRpu: warehouse.baseCapacityRpu };
  const records = (await listRunRecords(silver)).filter(({ written }) => written.toISOString().startsWith(month));
  const reports = await forEachLimited(
    records.filter(({ isReported }) => isReported),
    16,
    ({ runId }) => needJson<RunReport>(silver, runKey(runId, 'report')),
  );
  const priced = reports.flatMap((report) => (report.cost ? [priceRun(report, report.cost)] : []));
  const lines = priced.flatMap((run) => run.lines);
  const { asOf, prices } = findPrices(region);
  return {
    schema: 'paylake.cost/1',
    target: target.name,
    month,
    prices: {
      region,
      asOf,
      table: Object.values(prices).map(({ usd, unit, page, region: of }) => ({ usd, unit, page, region: of })),
    },
    runs: priced.map(({ report: { runId, status, from, to }, lines: own, gaps }) => ({
      runId,
      status,
      from,
      to,
      usd: formatUsd(sumLines(own)),
      kinds: sumKinds(own),
      gaps,
    })),
    unknown: [
      ...reports.filter(({ cost }) => !cost).map(({ runId }) => ({ runId, why: 'its record has no cost line' })),
      ...records
        .filter(({ isReported }) => !isReported)
        .map(({ runId }) => ({ runId, why: 'it has no report: it is at work, or died' })),
    ],
    kinds: sumKinds(lines),
    usd: formatUsd(sumLines(lines)),
    comparison: compareWarehouses({
      days: daysOf(month),
      place,
      warehouse: sumLines(lines, 'warehouse'),
      loads: priced.filter(({ isLoad }) => isLoad).map(({ report }) => report.touchedDates),
      silver: await readSilverSizes(silver),
    }),
    notCounted,
  };
}

function priceRun(report: RunReport, cost: RunCost) {
  const usage = addUsage(...Object.values(cost.usage));
  const isLoad = Object.keys(usage.statements).length > 0;
  return { report, lines: priceUsage(usage, cost.place), gaps: cost.gaps, isLoad };
}

function sumKinds(lines: readonly CostLine[]): KindAmounts {
  return Object.fromEntries(costKinds.map((kind) => [kind, formatUsd(sumLines(lines, kind))])) as KindAmounts;
}

async function readSilverSizes(silver: Bucket): Promise<{ date: string; bytes: number; files: number }[]> {
  const listed = await forEachLimited(Object.keys(datasets), 4, (dataset) =>
    listObjects(silver, catalogPrefix(dataset)),
  );
  const dates = await forEachLimited(listed.flat(), 32, ({ key }) => needJson<CatalogDate>(silver, key));
  return dates.map(({ date, partitions }) => ({
    date,
    bytes: partitions.reduce((sum, { size }) => sum + size, 0),
    files: partitions.length,
  }));
}

function daysOf(month: string): number {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
