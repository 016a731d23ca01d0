import { type CostLine, type Place, priceUsage, sumLines } from './price-usage.ts';
import { findPrices } from './prices.ts';
import { addUsage, type Usage } from './usage.ts';
import { formatUsd } from './usd.ts';

/** The cost line of a run's record: what it would cost, or has cost, on AWS at the durations it had. */
export type RunCost = {
  usd: string;
  lines: CostLine[];
  /** Where and when the prices are from. */
  prices: { region: string; asOf: string };
  place: Place;
  /** By the execution that did the work: a run that died is finished by another. */
  usage: Record<string, Usage>;
  /** What was done for the run but is not in it; empty where nothing is known to be missing. */
  gaps: string[];
};

/** What an execution adds to the cost of a run. */
export type Spending = { execution: string; usage: Usage; place: Place; gaps?: string[] };

/** What no line counts, for whoever compares with a bill. */
export const notCounted = [
  'KMS, CloudWatch, X-Ray, SNS, and the daily looks of the watch',
  "the functions' scratch space, tries that failed and were repeated, and the last moments of a report after it was written",
  'staged files (two weeks), replaced versions (30 days), Gold, and Bronze as it is delivered',
  'what Redshift takes beyond its base capacity, its managed storage, and what people query',
];

/**
 * The cost of a run of which some may be known from an earlier try. Saying the same again changes nothing: an execution's usage
 * replaces what it said before.
 */
export function runCost(runId: string, known: RunCost | undefined, spending: Spending): RunCost {
  const { execution, place, gaps = [] } = spending;
  const usage = { ...known?.usage, [execution]: spending.usage };
  const lost = usage[runId] ? [] : [`execution ${runId}, which began the run and did not live to tell`];
  const lines = priceUsage(addUsage(...Object.values(usage)), place);
  const { region, asOf } = findPrices(place.region);
  return {
    usd: formatUsd(sumLines(lines)),
    lines,
    prices: { region, asOf },
    place,
    usage,
    gaps: [...new Set([...(known?.gaps ?? []), ...gaps, ...lost])],
  };
}
