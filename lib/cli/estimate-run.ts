import type { EnvironmentConfig } from '../config.ts';
import { pipeline } from '../pipeline.ts';

export type Estimate = { seconds: number; usd: string; basis: string };

/** Of a function with two virtual CPUs: what accepting, staging and publishing take together, of packed bytes. */
const bytesPerSecond = 1_500_000;
/** Cold starts, polling and the warehouse's transaction, whatever the size. */
const fixedSeconds = 120;
/** Memory of a function that works on rows. */
const memoryGiB = 3.5;
/** On demand, ap-northeast-2, looked up 2026-11; Redshift Serverless charges 60 seconds at least. */
export const usd = { gibSecond: 0.0000133334, rpuHour: 0.438, warehouseSeconds: 120 };

/** A rough guess of time and cost on AWS for so many bytes of (packed) Bronze: right to a factor of about two. */
export function estimateRun(bytes: number, { warehouse }: EnvironmentConfig): Estimate {
  const work = bytes / bytesPerSecond;
  const cost =
    work * memoryGiB * usd.gibSecond + (usd.rpuHour * warehouse.baseCapacityRpu * usd.warehouseSeconds) / 3600;
  return {
    seconds: Math.round(fixedSeconds + work / (pipeline.accept.forEach?.concurrency ?? 1)),
    usd: cost.toFixed(2),
    basis: 'a guess from local timings and list prices, right to a factor of about two',
  };
}
