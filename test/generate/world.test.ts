import { describe, expect, test } from 'vitest';
import { createPools } from '../../lib/datasets/transactions/generator/pools.ts';
import { uuidAt } from '../../lib/generator/random.ts';
import { type Delivery, dayNumber, deliverDays, firstDeliveries, latestVersions, still } from './deliveries.ts';

const start = dayNumber('2025-08-29');
const knobs = { ...still, rows: 6000, late: 0.1, duplicates: 0.05, corrections: 0.2 };
const deliveries = deliverDays(knobs, start, 10);
const first = firstDeliveries(deliveries);
const latest = latestVersions(deliveries);

/** Of so many values of one thing, how many another thing takes. */
function valuesOf(key: (delivery: Delivery) => string, value: (delivery: Delivery) => string): Map<string, number> {
  const found = new Map<string, Set<string>>();
  for (const delivery of deliveries)
    found.set(key(delivery), (found.get(key(delivery)) ?? new Set()).add(value(delivery)));
  return new Map([...found].map(([name, values]) => [name, values.size]));
}

describe('refunds', () => {
  // Purchases from before the first day were never delivered here.
  const settled = (refund: Delivery): boolean =>
    refund.isRefund && refund.txnDay >= start + 5 && refund.txnDay < start + 7;
  const refunds = [...first.values()].filter(settled);

  test('are plenty, and they alone refer to a purchase', () => {
    expect(refunds.length / (2 * knobs.rows)).toBeGreaterThan(0.15);
    for (const { isRefund, refundOf } of deliveries) expect(refundOf !== null).toBe(isRefund);
  });

  test('refer to an earlier approved purchase of the same card, customer and merchant, and are not above it', () => {
    for (const refund of refunds) {
      const purchase = first.get(refund.refundOf ?? '');
      const { card, customer, merchant, mcc } = refund;
      expect(purchase).toMatchObject({
        card,
        customer,
        merchant,
        mcc,
        isRefund: false,
        status: 'approved',
        version: 1,
      });
      if (!purchase) continue;
      expect(purchase.moment < refund.moment, `${purchase.moment} before ${refund.moment}`).toBe(true);
      expect(refund.won).toBeLessThanOrEqual(purchase.won);
      expect(refund.won).toBeGreaterThan(0n);
    }
  });

  test('still do when both stand corrected', () => {
    const corrected = [...latest.values()].filter((refund) => settled(first.get(refund.id) ?? refund));
    expect(corrected.filter(({ version }) => version > 1).length).toBeGreaterThan(100);
    for (const refund of corrected) {
      const purchase = latest.get(refund.refundOf ?? '');
      expect(purchase).toMatchObject({ status: 'approved', isRefund: false });
      if (!purchase) continue;
      expect(purchase.moment < refund.moment).toBe(true);
      expect(refund.won).toBeLessThanOrEqual(purchase.won);
    }
  });

  test('refund a purchase at most once, whole or in part, the same day or days later', () => {
    const purchases = refunds.map(({ refundOf }) => refundOf);
    expect(new Set(purchases).size).toBe(purchases.length);
    const whole = refunds.filter((refund) => refund.won === first.get(refund.refundOf ?? '')?.won);
    expect(whole.length).toBeGreaterThan(100);
    expect(refunds.length - whole.length).toBeGreaterThan(100);
    const delays = new Set(refunds.map((refund) => refund.txnDay - (first.get(refund.refundOf ?? '')?.txnDay ?? -1)));
    expect([...delays].sort()).toEqual([0, 1, 2, 3]);
  });
});

describe('people and shops', () => {
  test('a card belongs to one customer, a merchant has one name and one category, on every day', () => {
    for (const [card, customers] of valuesOf(
      ({ card }) => card,
      ({ customer }) => customer,
    ))
      expect(customers, card).toBe(1);
    for (const [shop, codes] of valuesOf(
      ({ merchant }) => merchant,
      ({ mcc }) => mcc,
    ))
      expect(codes, shop).toBe(1);
    for (const [shop, names] of valuesOf(
      ({ merchant }) => merchant,
      (row) => row.merchantName,
    ))
      expect(names, shop).toBe(1);
  });

  test('there are many customers, merchants and several categories, statuses of both kinds', () => {
    const count = (value: (delivery: Delivery) => string): number => new Set(deliveries.map(value)).size;
    expect(count(({ customer }) => customer)).toBeGreaterThan(1000);
    expect(count(({ merchant }) => merchant)).toBeGreaterThan(100);
    expect(count(({ mcc }) => mcc)).toBeGreaterThan(3);
    expect(count(({ status }) => status)).toBe(2);
  });

  test('pools are a function of the seed', () => {
    const [one, other] = [createPools(42), createPools(43)];
    expect(createPools(42).merchants).toEqual(one.merchants);
    expect(other.merchants).not.toEqual(one.merchants);
    expect(createPools(42).cardOf(7, 1)).toBe(one.cardOf(7, 1));
    expect(other.cardOf(7, 1)).not.toBe(one.cardOf(7, 1));
    expect(one.cardOf(7, 0)).not.toBe(one.cardOf(7, 1));
    expect(one.cardOf(8, 0)).not.toBe(one.cardOf(7, 0));
  });
});

describe('ids', () => {
  test('have the form of a UUID, version 4', () => {
    for (const id of first.keys())
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('two slots never share one, over days of many rows', () => {
    const ids = new Set<string>();
    for (let day = start; day < start + 6; day++) {
      for (let slot = 0; slot < 60_000; slot++) ids.add(uuidAt(42, day, slot, 10));
    }
    // 122 random bits each: the chance that two of 360,000 are equal is below 1 in 10^25.
    expect(ids.size).toBe(360_000);
  });

  test('two places or purposes give two UUIDs', () => {
    const places = [
      [42, 1, 2, 10],
      [42, 2, 1, 10],
      [43, 1, 2, 10],
      [42, 1, 2, 1000],
    ] as const;
    expect(new Set(places.map((place) => uuidAt(place[0], place[1], place[2], place[3]))).size).toBe(places.length);
  });
});
