import { type CostKind, costKinds } from '../cost/price-usage.ts';
import { formatUsd, parseUsd } from '../cost/usd.ts';
import type { MonthCost } from '../operate/cost/read-month-cost.ts';
import { count, table } from './print.ts';

/** A month's cost as a person reads it: the sums, what is not known, the other warehouses, the prices it all rests on. */
export function printMonthCost(cost: MonthCost): string {
  const { target, month, runs, unknown } = cost;
  const title = `runs of ${target} in ${month}: what they cost on AWS in USD, at the durations they had on ${target}`;
  if (runs.length === 0 && unknown.length === 0) return `no run of ${target} wrote its report in ${month} (UTC)`;
  return [
    title,
    '',
    ...(runs.length > 0 ? printRuns(cost) : ['no run with a cost line']),
    ...unknown.map(({ runId, why }) => `unknown, in no sum: ${runId}: ${why}`),
    ...runs.flatMap(({ runId, gaps }) => gaps.map((gap) => `not in the amount of ${runId}: ${gap}`)),
    '',
    ...printComparison(cost),
    '',
    ...printPrices(cost),
  ].join('\n');
}

function printRuns({ runs, kinds, usd }: MonthCost): string[] {
  const cells = (name: string, status: string, amounts: Record<CostKind, string>, total: string): string[] => [
    name,
    status,
    ...costKinds.map((kind) => short(amounts[kind])),
    short(total),
  ];
  return table([
    ['run', 'status', ...costKinds, 'all'],
    ...runs.map((run) => cells(run.runId, run.status, run.kinds, run.usd)),
    cells(`all ${runs.length}`, '', kinds, usd),
  ]);
}

function printComparison({ comparison: { ways, breakEven } }: MonthCost): string[] {
  const gigabytes = (Number(breakEven.athenaBytesOfAWakeUp) / 2 ** 30).toFixed(1);
  return [
    ...table([
      ['the same work, USD a month', 'all', 'made up of'],
      ...ways.map(({ way, usd, parts }) => [
        way,
        short(usd),
        parts.map((part) => `${part.what} ${short(part.usd)}`).join(', '),
      ]),
    ]),
    ...ways.flatMap(({ way, basis, lacks }) => [`  ${way}: ${basis}`, `    would lack ${lacks}`]),
    '',
    `waking Redshift up costs ${short(breakEven.wakeUpUsd)}: from ${count(breakEven.wakeUpsADayOfACluster)} times a day on, the cluster costs less`,
    `a query over all of Silver costs Athena ${short(breakEven.fullScanUsd)}: from ${count(breakEven.fullScansADayOfACluster)} a day on, the cluster costs less`,
    `a query that scans less than ${gigabytes} GB costs less in Athena than waking Redshift up`,
  ];
}

function printPrices({ prices, notCounted }: MonthCost): string[] {
  return [
    ...table([
      [`prices of ${prices.region}, ${prices.asOf}`, 'USD', 'from'],
      ...prices.table.map(({ unit, usd, page, region }) => [
        unit,
        usd,
        region === prices.region ? page : `${page}; of ${region}: none found for ${prices.region}`,
      ]),
    ]),
    'list prices on demand, without free tiers and discounts, looked up in stored copies of these pages: look again before a budget hangs on them',
    'measured by the functions; of the warehouse the durations, its capacity is taken to be the base',
    ...notCounted.map((what) => `not counted: ${what}`),
  ];
}

/** JSON has all nine decimals. */
function short(usd: string): string {
  return formatUsd(parseUsd(usd), 6);
}
