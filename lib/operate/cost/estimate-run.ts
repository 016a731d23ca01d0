import type { EnvironmentConfig } from '../../config.ts';
import { type Place, priceUsage, sumLines } from '../../cost/price-usage.ts';
import { findPrices } from '../../cost/prices.ts';
import { noUsage } from '../../cost/usage.ts';
import { formatUsd } from '../../cost/usd.ts';
import { pipeline } from '../../pipeline.ts';

export type Estimate = { seconds: number; usd: string; basis: string };

/** Of a function with two virtual CPUs: what accepting, staging and publishing take together, of packed bytes. */
const bytesPerSecond = 1_500_000;
/** Cold starts, polling and the warehouse's transaction, whatever the size. */
const fixedSeconds = 120;
/** Memory of a function that works on rows. */
const memoryMiB = 3538;
/** Load and export, in one wake-up. */
const warehouseMs = 120_000;

/** A rough guess of time and cost on AWS for so many bytes of (packed) Bronze: right to a factor of about two. */
export function estimateRun(bytes: number, { region, architecture, warehouse }: EnvironmentConfig): Estimate {
  const work = bytes / bytesPerSecond;
  const place: Place = { region, architecture, baseCapacityRpu: warehouse.baseCapacityRpu };
  const usage = {
    ...noUsage,
    mibMilliseconds: Math.round(work * 1000 * memoryMiB),
    statements: { all: [0, warehouseMs] as const },
  };
  return {
    seconds: Math.round(fixedSeconds + work / (pipeline.accept.forEach?.concurrency ?? 1)),
    usd: formatUsd(sumLines(priceUsage(usage, place)), 2),
    basis: `a guess from local timings and list prices of ${region} (${findPrices(region).asOf}), right to a factor of about two`,
  };
}
