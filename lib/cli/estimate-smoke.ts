import type { EnvironmentConfig } from '../config.ts';
import { type Estimate, usd } from './estimate-run.ts';

/** How long a smoke test keeps the warehouse at work, at most; its functions and requests are fractions of a cent. */
const warehouseSeconds = 600;

/** A rough guess of time and cost of `smoke` on AWS. */
export function estimateSmoke({ warehouse }: EnvironmentConfig): Estimate {
  const cost = (usd.rpuHour * warehouse.baseCapacityRpu * warehouseSeconds) / 3600;
  const basis = `the warehouse at work for ${warehouseSeconds / 60} minutes with ${warehouse.baseCapacityRpu} RPU, by list price`;
  return { seconds: warehouseSeconds, usd: cost.toFixed(2), basis };
}
