import { costKinds, sumLines } from '../cost/price-usage.ts';
import type { RunCost } from '../cost/run-cost.ts';
import { formatUsd, parseUsd } from '../cost/usd.ts';

/** What a run costs, in one line; the laptop's durations stand for those of AWS. */
export function printCostLine({ usd, lines, prices, gaps }: RunCost): string {
  const kinds = costKinds.map((kind) => `${kind} ${formatUsd(sumLines(lines, kind), 4)}`).join(', ');
  const missing = gaps.length > 0 ? `; not in it: ${gaps.join('; ')}` : '';
  return `cost on AWS at these durations: ${formatUsd(parseUsd(usd), 4)} USD (${kinds} a month; list prices of ${prices.region}, ${prices.asOf}${missing})`;
}
