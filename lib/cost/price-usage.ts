import { billedSeconds } from './billed-seconds.ts';
import { findPrices, type PriceName } from './prices.ts';
import type { Usage } from './usage.ts';
import { formatUsd, parseUsd, priceQuantity, sumUsd } from './usd.ts';

/** What the price of a usage hangs on beside the usage. */
export type Place = { region: string; architecture: 'arm64' | 'x86_64'; baseCapacityRpu: number };

export const costKinds = ['warehouse', 'compute', 'requests', 'transitions', 'storage'] as const;
export type CostKind = (typeof costKinds)[number];

/** `measured` by the code that did it, `derived` from the flow's definition, `estimated` from measurements and an assumption. */
export type Basis = 'measured' | 'derived' | 'estimated';

export type CostLine = {
  kind: CostKind;
  quantity: string;
  unit: string;
  usd: string;
  basis: Basis;
  how: string;
};

/** The lines of a usage, in the order of `costKinds`. */
export function priceUsage(usage: Usage, { region, architecture, baseCapacityRpu }: Place): CostLine[] {
  const { prices } = findPrices(region);
  const price = (name: PriceName, quantity: number): string => formatUsd(priceQuantity(BigInt(quantity), prices[name]));
  const rpuSeconds = billedSeconds(Object.values(usage.statements)) * baseCapacityRpu;
  return [
    {
      kind: 'warehouse',
      quantity: String(rpuSeconds),
      unit: 'RPU-seconds',
      usd: price('rpu', rpuSeconds),
      basis: 'estimated',
      how: `durations as the Data API tells them, 60 seconds a wake-up at least, at the base capacity of ${baseCapacityRpu} RPU`,
    },
    {
      kind: 'compute',
      quantity: (usage.mibMilliseconds / 1_024_000).toFixed(3),
      unit: 'GB-seconds',
      usd: price(architecture === 'arm64' ? 'lambdaArm64' : 'lambdaX86', usage.mibMilliseconds),
      basis: 'measured',
      how: "by the functions' own clocks, times their memory; a start-up is the age of the process at its first event",
    },
    {
      kind: 'compute',
      quantity: String(usage.invocations),
      unit: 'invocations',
      usd: price('lambdaRequest', usage.invocations),
      basis: 'measured',
      how: 'by the functions',
    },
    {
      kind: 'requests',
      quantity: String(usage.writes),
      unit: 'PUT, COPY, POST, LIST requests',
      usd: price('s3Write', usage.writes),
      basis: 'measured',
      how: 'counted where the functions send them',
    },
    {
      kind: 'requests',
      quantity: String(usage.reads),
      unit: 'GET and other requests',
      usd: price('s3Read', usage.reads),
      basis: 'measured',
      how: 'counted where the functions send them',
    },
    {
      kind: 'transitions',
      quantity: String(usage.transitions),
      unit: 'state transitions',
      usd: price('transition', usage.transitions),
      basis: 'derived',
      how: 'from what each stage answered and where the flow leads then',
    },
    {
      kind: 'storage',
      quantity: String(usage.grownBytes),
      unit: 'bytes more',
      usd: price('s3Storage', usage.grownBytes),
      basis: 'measured',
      how: 'Silver, accepted, quarantined and held rows: what was written less what it replaced; for each month it is kept',
    },
  ];
}

/** The sum of the lines, of one kind or of all. */
export function sumLines(lines: readonly Pick<CostLine, 'kind' | 'usd'>[], kind?: CostKind): bigint {
  return sumUsd(lines.filter((line) => kind === undefined || line.kind === kind).map(({ usd }) => parseUsd(usd)));
}
