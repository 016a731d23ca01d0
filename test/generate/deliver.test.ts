import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliver, deliverBad } from '../../lib/datasets/transactions/generator/deliver.ts';
import { createPools } from '../../lib/datasets/transactions/generator/pools.ts';
import { dayNumber, deliverDays, firstDeliveries, still } from './deliveries.ts';

const start = dayNumber('2025-09-01');
const days = 8;
/** Days in the middle: all that they were ever going to send has arrived by the last day. */
const settled = { from: start, to: start + days - 4 };

describe('knobs at 0', () => {
  test('every day brings its own rows, once, in version 1, and nothing else', () => {
    const deliveries = deliverDays(still, start, 3);
    expect(deliveries).toHaveLength(3 * still.rows);
    expect(new Set(deliveries.map(({ id }) => id)).size).toBe(deliveries.length);
    for (const { day, txnDay, version } of deliveries) expect({ txnDay, version }).toEqual({ txnDay: day, version: 1 });
    expect([...deliverBad(still, createPools(42), start)]).toEqual([]);
  });
});

describe('late rows', () => {
  const knobs = { ...still, rows: 6000, late: 0.3 };
  const deliveries = deliverDays(knobs, start, days);
  const first = [...firstDeliveries(deliveries).values()].filter(
    ({ txnDay }) => txnDay >= settled.from && txnDay <= settled.to,
  );
  const delayed = first.filter(({ day, txnDay }) => day > txnDay);

  test('are held back: no row comes before its day, twice, or never', () => {
    for (const { day, txnDay } of first) expect(day).toBeGreaterThanOrEqual(txnDay);
    expect(first).toHaveLength((settled.to - settled.from + 1) * knobs.rows);
    const inSettled = deliveries.filter(({ txnDay }) => txnDay >= settled.from && txnDay <= settled.to);
    expect(inSettled).toHaveLength(first.length);
  });

  test('are about the share of the knob', () => {
    expect(Math.abs(delayed.length / first.length - 0.3)).toBeLessThan(0.015);
  });

  test('come one, two or three days later, 70, 28 and 2 in a hundred', () => {
    const share = (delay: number): number =>
      delayed.filter(({ day, txnDay }) => day - txnDay === delay).length / delayed.length;
    expect(share(1) + share(2) + share(3)).toBeCloseTo(1, 10);
    expect(Math.abs(share(1) - 0.7)).toBeLessThan(0.02);
    expect(Math.abs(share(2) - 0.28)).toBeLessThan(0.02);
    expect(Math.abs(share(3) - 0.02)).toBeLessThan(0.007);
  });

  test('at 1 no row comes on its own day', () => {
    for (const { day, txnDay } of deliverDays({ ...still, late: 1 }, start, 3)) expect(day).toBeGreaterThan(txnDay);
  });
});

describe('duplicates', () => {
  const knobs = { ...still, rows: 6000, duplicates: 0.2, late: 0.05 };
  const deliveries = deliverDays(knobs, start, days);
  const first = firstDeliveries(deliveries);
  const again = deliveries.filter((delivery) => first.get(delivery.id) !== delivery);

  test('are the very same bytes, in the same file or the day after', () => {
    for (const { line, day, id } of again) {
      expect(line).toBe(first.get(id)?.line);
      expect([0, 1]).toContain(day - (first.get(id)?.day ?? 0));
    }
  });

  test('are about the share of the knob, half of it in the file, half the next day', () => {
    const copies = again.filter(({ day, id }) => first.get(id)?.day === day);
    expect(Math.abs(copies.length / first.size - 0.1)).toBeLessThan(0.01);
    // The last day's are yet to come.
    const lastDay = start + days - 1;
    const redeliverable = [...first.values()].filter(({ day }) => day < lastDay).length;
    expect(Math.abs((again.length - copies.length) / redeliverable - 0.1)).toBeLessThan(0.01);
  });

  test('a copy does not stand beside its original', () => {
    const lines = [...deliver(knobs, createPools(42), start, 0, knobs.rows)];
    expect(new Set(lines).size).toBeLessThan(lines.length);
    const beside = lines.filter((line, at) => line === lines[at + 1]);
    expect(beside.length).toBeLessThan(5);
  });
});

describe('corrections', () => {
  const knobs = { ...still, rows: 6000, corrections: 0.2, late: 0.1, duplicates: 0.1 };
  const deliveries = deliverDays(knobs, start, days);
  const first = firstDeliveries(deliveries);
  const corrections = deliveries.filter(({ version }) => version !== 1);
  const pairs = corrections.flatMap((correction) => {
    const original = first.get(correction.id);
    return original && original.txnDay > start ? [{ correction, original }] : [];
  });

  test('have the id of a row of the day before and its version plus one', () => {
    expect(pairs.length).toBeGreaterThan(1000);
    for (const { correction, original } of pairs) {
      expect(correction.version).toBe(2);
      expect(correction.day).toBe(original.txnDay + 1);
    }
    expect(new Set(corrections.map(({ id }) => id)).size).toBe(corrections.length);
  });

  test('change the amount or the status, at most the day beside, and nothing else', () => {
    for (const { correction, original } of pairs) {
      const changed = [correction.won !== original.won, correction.status !== original.status];
      expect(changed).toContain(true);
      expect(Math.abs(correction.txnDay - original.txnDay)).toBeLessThanOrEqual(1);
      const { line: _l, day: _d, version: _v, won: _w, status: _s, txnDay: _t, moment, ...kept } = correction;
      expect(original).toMatchObject(kept);
      expect(moment.slice(10)).toBe(original.moment.slice(10));
      expect(correction.won).toBeGreaterThan(0n);
    }
  });

  test('of all kinds: amounts and statuses', () => {
    const amounts = pairs.filter(({ correction, original }) => correction.won !== original.won);
    const statuses = pairs.filter(({ correction, original }) => correction.status !== original.status);
    expect(amounts.length).toBeGreaterThan(100);
    expect(statuses.length).toBeGreaterThan(100);
  });

  test('move about one in ten to a neighbouring day, and are always in time', () => {
    const moved = pairs.filter(({ correction, original }) => correction.txnDay !== original.txnDay);
    expect(Math.abs(moved.length / pairs.length - 0.1)).toBeLessThan(0.02);
    for (const { day, txnDay } of corrections) {
      expect(day - txnDay).toBeGreaterThanOrEqual(0);
      expect(day - txnDay).toBeLessThanOrEqual(2);
    }
  });

  test('are about the share of the knob', () => {
    const correctable = days * knobs.rows;
    expect(Math.abs(corrections.length / correctable - 0.2)).toBeLessThan(0.01);
  });
});

test('a row that came three days late may come again the day after', () => {
  const late = deliverDays({ ...still, rows: 2000, late: 1, duplicates: 1 }, start, 8);
  const after = (days: number): number => late.filter(({ day, txnDay }) => day - txnDay === days).length;
  expect(after(3)).toBeGreaterThan(0);
  expect(after(4)).toBeGreaterThan(0);
  expect(after(5)).toBe(0);
});

describe('amounts', () => {
  test('are whole won, of a purchase between 1,000 and 50,000', () => {
    const rows = deliverDays(still, start, 1);
    const amounts = rows.map(({ line }) => String(JSON.parse(line).amount));
    for (const amount of amounts) expect(amount).toMatch(/^[1-9][0-9]*$/);
    const purchases = rows.filter(({ isRefund }) => !isRefund).map(({ won }) => won);
    for (const won of purchases) expect(won >= 1000n && won <= 50_000n).toBe(true);
    expect(new Set(purchases).size).toBeGreaterThan(1000);
  });
});

describe('bad lines', () => {
  test.each([
    [5000, 0.002, 10],
    [1000, 0, 0],
    [10, 1, 10],
  ])('of %i rows a share of %d is %i', (rows, bad, count) => {
    expect([...deliverBad({ ...still, rows, bad }, createPools(42), start)]).toHaveLength(count);
  });
});

describe('a function of its arguments', () => {
  const knobs = { ...still, rows: 300, duplicates: 0.2, late: 0.2, corrections: 0.2 };
  const linesOf = (seed: number, day: number, first: number, last: number): string[] => [
    ...deliver({ ...knobs, seed }, createPools(seed), day, first, last),
  ];
  const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const day = fc.integer({ min: 10_000, max: 30_000 });

  test('same seed, day and knobs: same lines, whatever was generated before', () => {
    fc.assert(
      fc.property(seed, day, fc.integer({ min: -40, max: 40 }), (chosen, at, offset) => {
        const lines = linesOf(chosen, at, 0, 300);
        linesOf(chosen, at + offset, 0, 300);
        linesOf(chosen + 1, at, 0, 300);
        expect(linesOf(chosen, at, 0, 300)).toEqual(lines);
      }),
      { numRuns: 15 },
    );
  });

  test('another seed or day: other transactions', () => {
    fc.assert(
      fc.property(seed, seed, day, (one, other, at) => {
        fc.pre(one !== other);
        const known = new Set(linesOf(one, at, 0, 300));
        expect(linesOf(other, at, 0, 300).filter((line) => known.has(line))).toEqual([]);
      }),
      { numRuns: 15 },
    );
    expect(linesOf(7, start + 5, 0, 300)).not.toEqual(linesOf(7, start, 0, 300));
  });

  test('seeds that differ beyond 32 bits differ', () => {
    expect(linesOf(42 + 2 ** 32, start, 0, 300)).not.toEqual(linesOf(42, start, 0, 300));
  });

  test('how a day is cut into files changes no line', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 300 }), (at, cut) => {
        const cutLines = [...linesOf(42, at, 0, cut), ...linesOf(42, at, cut, 300)];
        expect(cutLines.sort()).toEqual(linesOf(42, at, 0, 300).sort());
      }),
      { numRuns: 15 },
    );
  });
});

describe('memory', () => {
  const endless = { ...still, rows: 2 ** 40, duplicates: 0.5, late: 0.5, corrections: 0.5, bad: 1 };

  test.each([
    ['deliver', () => deliver(endless, createPools(42), start, 0, endless.rows)],
    ['deliverBad', () => deliverBad(endless, createPools(42), start)],
  ])('%s makes lines as they are asked for, however many there are', (_, open) => {
    const lines = open();
    const taken = Array.from({ length: 5000 }, () => lines.next().value);
    expect(taken).toHaveLength(5000);
    for (const line of taken) expect(line).toMatch(/^\{/);
  });
});
