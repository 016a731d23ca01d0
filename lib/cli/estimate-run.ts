export type Estimate = { seconds: number; usd: string; basis: string };

/** Of a function: what accepting, staging and publishing take together, measured on 2 vCPU (docs/performance.md). */
const bytesPerSecond = 1_500_000;
/** Cold starts, polling and the warehouse's transaction, whatever the size. */
const fixedSeconds = 120;
/** Functions of a stage side by side, and memory of one, as deployed. */
const side = { functions: 8, memoryGiB: 4 };
/** On demand, ap-northeast-2, looked up 2026-11; Redshift Serverless charges 60 seconds at least. */
const usd = { gibSecond: 0.0000133334, rpuHour: 0.438, rpu: 8, warehouseSeconds: 120 };

/** A rough guess of time and cost on AWS for so many bytes of (packed) Bronze: right to a factor of about two. */
export function estimateRun(bytes: number): Estimate {
  const work = bytes / bytesPerSecond;
  const cost = work * side.memoryGiB * usd.gibSecond + (usd.rpuHour * usd.rpu * usd.warehouseSeconds) / 3600;
  return {
    seconds: Math.round(fixedSeconds + work / side.functions),
    usd: cost.toFixed(2),
    basis: 'a guess from local timings and list prices, right to a factor of about two',
  };
}
