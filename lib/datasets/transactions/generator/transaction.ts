import { hash32, toShare, uuidAt } from '../../../generator/random.ts';
import { customers, type Merchant, type Pools } from './pools.ts';

/** A made-up card transaction in won, which has no smaller unit; `millisecond` counts from the day's local midnight. */
export type Transaction = {
  id: string;
  version: number;
  customer: number;
  card: string;
  merchant: Merchant;
  day: number;
  millisecond: number;
  won: number;
  approved: boolean;
  refundOf: string | null;
  channel: string;
};

/** Where randomness is used; 4 apart where a UUID takes four. */
const purpose = {
  id: 10,
  customer: 20,
  card: 21,
  merchant: 22,
  time: 23,
  amount: 24,
  status: 25,
  channel: 26,
  refund: 27,
  back: 28,
};

const channels = ['online', 'pos', 'mobile'] as const;
const dayMilliseconds = 86_400_000;
/** Days between a purchase and its refund, by how often. */
const refundDelays = [0, 0, 0, 0, 0, 1, 1, 2, 2, 3] as const;

/**
 * The transaction of a slot of a business day (days since 1970). Slots stand in threes: two purchases, and a refund of one of
 * them as it was made the same day or up to three days before, if that was approved; else a third purchase. So a
 * purchase is refunded at most once, and about a quarter of all rows are refunds.
 */
export function makeTransaction(seed: number, pools: Pools, day: number, slot: number): Transaction {
  if (slot % 3 !== 2) return makePurchase(seed, pools, day, slot);
  const bits = hash32(seed, slot, 0, purpose.refund);
  const purchaseDay = day - (refundDelays[bits % refundDelays.length] ?? 0);
  const purchase = makePurchase(seed, pools, purchaseDay, slot - 1 - ((bits >>> 16) & 1));
  return purchase.approved ? makeRefund(seed, day, slot, purchase) : makePurchase(seed, pools, day, slot);
}

function makePurchase(seed: number, pools: Pools, day: number, slot: number): Transaction {
  const customer = hash32(seed, day, slot, purpose.customer) % customers;
  const merchant = pools.merchants[hash32(seed, day, slot, purpose.merchant) % pools.merchants.length];
  if (!merchant) throw new Error('there are no merchants');
  return {
    id: uuidAt(seed, day, slot, purpose.id),
    version: 1,
    customer,
    card: pools.cardOf(customer, hash32(seed, day, slot, purpose.card) & 1),
    merchant,
    day,
    millisecond: hash32(seed, day, slot, purpose.time) % dayMilliseconds,
    won: 1_000 + (hash32(seed, day, slot, purpose.amount) % 49_001),
    approved: hash32(seed, day, slot, purpose.status) % 4 !== 0,
    refundOf: null,
    channel: channels[hash32(seed, day, slot, purpose.channel) % channels.length] ?? 'pos',
  };
}

function makeRefund(seed: number, day: number, slot: number, purchase: Transaction): Transaction {
  const share = toShare(hash32(seed, day, slot, purpose.amount));
  const time = toShare(hash32(seed, day, slot, purpose.time));
  const earliest = purchase.day === day ? purchase.millisecond + 1 : 0;
  return {
    ...purchase,
    id: uuidAt(seed, day, slot, purpose.id),
    day,
    millisecond: Math.min(dayMilliseconds - 1, earliest + Math.floor(time * (dayMilliseconds - earliest))),
    won: share < 0.6 ? purchase.won : Math.floor(purchase.won * share),
    approved: hash32(seed, day, slot, purpose.status) % 4 !== 0,
    refundOf: purchase.id,
  };
}

/** A later version: another amount, or a declined purchase that went through after all; one in ten on a neighbouring day. */
export function correctTransaction(seed: number, slot: number, original: Transaction): Transaction {
  const bits = hash32(seed, original.day, slot, purpose.back);
  const isRefund = original.refundOf !== null;
  const changed =
    !isRefund && !original.approved
      ? { approved: true }
      : // A purchase only grows and a refund only shrinks, so that no refund exceeds its purchase.
        { won: isRefund ? Math.max(1, original.won - 1 - (bits % 500)) : original.won + 1 + (bits % 5_000) };
  const moves = (bits >>> 8) % 10 === 0;
  return {
    ...original,
    ...changed,
    version: original.version + 1,
    day: original.day + (moves ? (isRefund ? 1 : -1) : 0),
  };
}
