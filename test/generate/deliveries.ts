import type { TransactionKnobs } from '../../lib/datasets/transactions/demo.ts';
import { deliver } from '../../lib/datasets/transactions/generator/deliver.ts';
import { createPools } from '../../lib/datasets/transactions/generator/pools.ts';

/** Days since 1970 of a date. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

/** Nothing but good rows in time: what a test turns up, it means. */
export const still: TransactionKnobs = { rows: 3000, seed: 42, duplicates: 0, late: 0, corrections: 0, bad: 0 };

/** A generated row with the days on which it happened and was delivered. */
export type Delivery = {
  line: string;
  /** Day of delivery. */
  day: number;
  id: string;
  version: number;
  /** Day of the transaction, in Seoul, and the moment, which sorts as text. */
  txnDay: number;
  moment: string;
  customer: string;
  card: string;
  merchant: string;
  merchantName: string;
  mcc: string;
  won: bigint;
  status: string;
  isRefund: boolean;
  refundOf: string | null;
};

/** Everything that so many days bring, file by file or as one file, in the order in which it arrives. */
export function deliverDays(knobs: TransactionKnobs, first: number, days: number): Delivery[] {
  const pools = createPools(knobs.seed);
  return Array.from({ length: days }, (_, at) => first + at).flatMap((day) =>
    [...deliver(knobs, pools, day, 0, knobs.rows)].map((line) => parseDelivery(line, day)),
  );
}

function parseDelivery(line: string, day: number): Delivery {
  const row = JSON.parse(line) as Record<string, string> & { version: number; is_refund: boolean };
  return {
    line,
    day,
    id: row.transaction_id ?? '',
    version: row.version,
    txnDay: dayNumber(String(row.txn_ts).slice(0, 10)),
    moment: row.txn_ts ?? '',
    customer: row.customer_id ?? '',
    card: row.card_id ?? '',
    merchant: row.merchant_id ?? '',
    merchantName: row.merchant_name ?? '',
    mcc: row.mcc ?? '',
    won: BigInt(String(row.amount)),
    status: row.status ?? '',
    isRefund: row.is_refund,
    refundOf: row.original_transaction_id ?? null,
  };
}

/** The first delivery of each transaction as it was made (version 1). */
export function firstDeliveries(deliveries: readonly Delivery[]): Map<string, Delivery> {
  const first = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    if (delivery.version === 1 && !first.has(delivery.id)) first.set(delivery.id, delivery);
  }
  return first;
}

/** Of each transaction its highest version. */
export function latestVersions(deliveries: readonly Delivery[]): Map<string, Delivery> {
  const latest = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    if (delivery.version > (latest.get(delivery.id)?.version ?? 0)) latest.set(delivery.id, delivery);
  }
  return latest;
}
