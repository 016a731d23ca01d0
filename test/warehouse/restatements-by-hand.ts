import { toDecimal } from '../laws/oracle/text.ts';
import { compare, toCents } from './by-hand.ts';
import { authorizationDaily, merchantDaily } from './card-marts-by-hand.ts';
import { salesDaily } from './marts-by-hand.ts';
import type { SilverRow } from './silver-row.ts';

/** Sums of each mart by date: where its unit stands in a row, and what is added up, as section 7 of the interfaces says. */
const summed: [
  mart: string,
  build: (rows: readonly SilverRow[]) => unknown[][],
  unit: number,
  sums: [string, number][],
][] = [
  [
    'authorization_daily',
    authorizationDaily,
    3,
    [
      ['approved_count', 5],
      ['attempt_count', 4],
      ['declined_count', 6],
      ['refund_count', 8],
    ],
  ],
  [
    'merchant_daily',
    merchantDaily,
    2,
    [
      ['gross_amount', 3],
      ['net_amount', 5],
      ['refund_amount', 4],
      ['refund_count', 7],
      ['sale_count', 6],
    ],
  ],
  [
    'sales_daily',
    salesDaily,
    3,
    [
      ['gross_amount', 4],
      ['net_amount', 6],
      ['refund_amount', 5],
      ['refund_count', 8],
      ['sale_count', 7],
    ],
  ],
];

/** event_date, mart, measure, unit, before_value, after_value of every sum of a closed date that is another now. */
export function restatements(
  before: readonly SilverRow[],
  after: readonly SilverRow[],
  closed: readonly string[],
): unknown[][] {
  return [...closed].sort().flatMap((date) =>
    summed.flatMap(([mart, build, unitAt, sums]) =>
      sums.flatMap(([measure, at]) => {
        const [was, is] = [before, after].map((rows) =>
          addUp(build(rows.filter((row) => row.txn_date === date)), unitAt, at),
        );
        const units = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort(compare);
        return units.flatMap((unit) => {
          const [from, to] = [was?.get(unit) ?? 0n, is?.get(unit) ?? 0n];
          return from === to ? [] : [[date, mart, measure, unit, eightDecimals(from), eightDecimals(to)]];
        });
      }),
    ),
  );
}

/** By unit, in hundredths, also of counts. */
function addUp(rows: readonly unknown[][], unitAt: number, at: number): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const value = row[at];
    const cents = typeof value === 'number' ? BigInt(value) * 100n : signedCents(String(value));
    sums.set(String(row[unitAt]), (sums.get(String(row[unitAt])) ?? 0n) + cents);
  }
  return sums;
}

const signedCents = (text: string): bigint => (text.startsWith('-') ? -toCents(text.slice(1)) : toCents(text));
const eightDecimals = (cents: bigint): string => toDecimal(cents * 1_000_000n, 8);
