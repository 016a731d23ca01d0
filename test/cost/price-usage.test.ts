import fc from 'fast-check';
import { expect, test } from 'vitest';
import { environments } from '../../lib/config.ts';
import { costKinds, type Place, priceUsage, sumLines } from '../../lib/cost/price-usage.ts';
import { findPrices } from '../../lib/cost/prices.ts';
import { addUsage, noUsage, type Usage } from '../../lib/cost/usage.ts';
import { formatUsd, parseUsd, priceQuantity, sumUsd } from '../../lib/cost/usd.ts';

const place: Place = { region: 'ap-northeast-2', architecture: 'arm64', baseCapacityRpu: 8 };
const count = fc.nat(10 ** 9);
const usage: fc.Arbitrary<Usage> = fc.record({
  invocations: count,
  mibMilliseconds: fc.nat(2 ** 40),
  transitions: count,
  writes: count,
  reads: count,
  grownBytes: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  statements: fc.dictionary(
    fc.uuid(),
    fc.tuple(fc.nat(10 ** 7), fc.nat(10 ** 6)).map(([from, took]): [number, number] => [from, from + took]),
    { maxKeys: 4 },
  ),
});

test('a usage priced by hand', () => {
  const lines = priceUsage(
    {
      invocations: 50,
      // 100 GB-seconds
      mibMilliseconds: 102_400_000,
      transitions: 40,
      writes: 2000,
      reads: 3000,
      grownBytes: 2 ** 30,
      statements: { load: [0, 5_000], gold: [20_000, 30_000] },
    },
    place,
  );
  expect(lines.map(({ kind, quantity, unit, usd }) => [kind, quantity, unit.split(' ').at(-1), usd])).toEqual([
    // 60 s x 8 RPU = 480; 480 / 3600 x 0.438
    ['warehouse', '480', 'RPU-seconds', '0.058400000'],
    ['compute', '100.000', 'GB-seconds', '0.001333340'],
    ['compute', '50', 'invocations', '0.000010000'],
    ['requests', '2000', 'requests', '0.009000000'],
    ['requests', '3000', 'requests', '0.001050000'],
    ['transitions', '40', 'transitions', '0.001084000'],
    ['storage', String(2 ** 30), 'more', '0.025000000'],
  ]);
  expect(formatUsd(sumLines(lines))).toBe('0.095877340');
  expect([...new Set(lines.map(({ kind }) => kind))]).toEqual([...costKinds]);
});

test('x86 is dearer, more capacity is dearer, nothing used costs nothing', () => {
  const work = { ...noUsage, mibMilliseconds: 10 ** 9, statements: { one: [0, 1000] as const } };
  const total = (changes: Partial<Place>): bigint => sumLines(priceUsage(work, { ...place, ...changes }));
  expect(total({ architecture: 'x86_64' })).toBeGreaterThan(total({}));
  expect(total({ baseCapacityRpu: 32 })).toBeGreaterThan(total({}));
  expect(sumLines(priceUsage(noUsage, place))).toBe(0n);
});

test('no line is ever negative, and the sum is that of the lines to the last digit', () => {
  fc.assert(
    fc.property(usage, (used) => {
      const lines = priceUsage(used, place);
      for (const { usd } of lines) expect(usd).toMatch(/^[0-9]+\.[0-9]{9}$/);
      expect(sumLines(lines)).toBe(sumUsd(costKinds.map((kind) => sumLines(lines, kind))));
    }),
  );
});

test('pricing the sum of usages is adding their prices, but for the rounding of a line; a shared wake-up is paid once', () => {
  fc.assert(
    fc.property(usage, usage, (one, other) => {
      const grown = { ...one, grownBytes: Math.abs(one.grownBytes) };
      const more = { ...other, grownBytes: Math.abs(other.grownBytes) };
      const apart = [priceUsage(grown, place), priceUsage(more, place)];
      for (const line of priceUsage(addUsage(grown, more), place)) {
        const sum = sumUsd(
          apart.flatMap((lines) =>
            lines.filter(({ kind, unit }) => kind === line.kind && unit === line.unit).map(({ usd }) => parseUsd(usd)),
          ),
        );
        if (line.kind === 'warehouse') expect(parseUsd(line.usd)).toBeLessThanOrEqual(sum + 1n);
        else expect(parseUsd(line.usd) - sum).toSatisfy((difference: bigint) => difference >= -1n && difference <= 1n);
      }
    }),
  );
});

test('amounts are rounded half up to billionths, and read back', () => {
  expect(priceQuantity(1n, { usd: '0.000000001', per: 2n })).toBe(1n);
  expect(priceQuantity(1n, { usd: '0.000000001', per: 3n })).toBe(0n);
  expect(formatUsd(58_450_000n, 4)).toBe('0.0585');
  expect(formatUsd(1_999_999_999n, 2)).toBe('2.00');
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (usd) => parseUsd(formatUsd(usd)) === usd));
  for (const text of ['', '1', '-0.000000001', '0.0000000001', '1.5']) expect(() => parseUsd(text)).toThrow('amount');
});

test('every environment has a price for everything, with the day it was looked up, where, and whose it is', () => {
  for (const { region } of Object.values(environments)) {
    const { asOf, prices } = findPrices(region);
    expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    for (const [name, { usd, per, unit, page, region: of }] of Object.entries(prices)) {
      expect([name, Number(usd) > 0, per > 0n]).toEqual([name, true, true]);
      expect([name, /^[0-9]+\.[0-9]+$/.test(usd), page.endsWith(' pricing'), unit.length > 0]).toEqual([
        name,
        true,
        true,
        true,
      ]);
      expect(of).toMatch(/^[a-z]+-[a-z]+-\d$/);
    }
  }
});
