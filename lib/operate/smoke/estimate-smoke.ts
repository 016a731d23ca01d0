import type { EnvironmentConfig } from '../../config.ts';
import { priceUsage, sumLines } from '../../cost/price-usage.ts';
import { findPrices } from '../../cost/prices.ts';
import { noUsage } from '../../cost/usage.ts';
import { formatUsd } from '../../cost/usd.ts';
import type { Estimate } from '../cost/estimate-run.ts';

/** How long a smoke test keeps the warehouse at work, at most; its functions and requests are fractions of a cent. */
const warehouseSeconds = 600;

/** A rough guess of time and cost of `smoke` on AWS. */
export function estimateSmoke({ region, architecture, warehouse }: EnvironmentConfig): Estimate {
  const { baseCapacityRpu } = warehouse;
  const usage = { ...noUsage, statements: { all: [0, warehouseSeconds * 1000] as const } };
  return {
    seconds: warehouseSeconds,
    usd: formatUsd(sumLines(priceUsage(usage, { region, architecture, baseCapacityRpu })), 2),
    basis: `the warehouse at work for ${warehouseSeconds / 60} minutes with ${baseCapacityRpu} RPU, list prices of ${region} (${findPrices(region).asOf})`,
  };
}
