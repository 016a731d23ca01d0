import { describe, expect, test } from 'vitest';
import { demo, type TradeKnobs } from '../../lib/datasets/trades/demo.ts';
import { tradesGenerator } from '../../lib/datasets/trades/generator/generator.ts';
import { initialKnobs } from '../../lib/generator/knobs.ts';
import { dayNumber } from './deliveries.ts';

const firstDay = dayNumber(demo.from);
const usual = initialKnobs(demo);

type Row = { id: string; user: string; symbol: string; side: string; content: string; date: string; version: number };

/** The valid rows of some days in the order of their arrival, and how many came in all, with their ids. */
function trade(knobs: TradeKnobs, days = 10): { rows: Row[]; ids: Set<string>; count: number } {
  const world = tradesGenerator.createWorld(knobs as typeof usual);
  const lines = Array.from({ length: days }, (_, at) => [...world.deliver(firstDay + at, 0, knobs.rows)]).flat();
  const cells = lines.map((line) => line.split(','));
  const rows = cells.flatMap(([id = '', user = '', symbol = '', side = '', quantity, price, , ts = '', version]) => {
    if (symbol === '' || quantity === '' || price === '' || !/^(buy|sell)$/i.test(side)) return [];
    const content = [user, symbol, side.toUpperCase(), quantity, price, ts].join(' ');
    return [{ id, user, symbol, side, content, date: ts.slice(0, 10), version: Number(version) }];
  });
  return { rows, ids: new Set(cells.map(([id = '']) => id)), count: lines.length };
}

test('at the shares of dirt of the original, ten thousand rows come to its figures', () => {
  const dirt = { emptySymbol: 0.1, badSide: 0.1, emptyQuantity: 0.1, emptyPrice: 0.1 };
  const { rows, ids, count } = trade({ ...usual, ...dirt });
  expect(count).toBe(10_000);
  expect(Math.abs(ids.size - 9_500)).toBeLessThan(50);
  expect(Math.abs(rows.length - 6_550)).toBeLessThan(150);
  const byId = Map.groupBy(rows, ({ id }) => id);
  expect(Math.abs(byId.size - 6_280)).toBeLessThan(120);
  const ties = [...byId.values()].filter((same) => {
    const top = Math.max(...same.map(({ version }) => version));
    return same.filter(({ version }) => version === top).length > 1;
  });
  expect(Math.abs(ties.length - 80)).toBeLessThan(20);
});

describe('as it is', () => {
  const { rows } = trade(usual);
  const byId = [...Map.groupBy(rows, ({ id }) => id).values()];

  test('corrections of any age move users, symbols and days', () => {
    const pairs = byId.flatMap((same) =>
      same.flatMap((one) =>
        same.filter(({ version }) => version === one.version + 1).map((next) => [one, next] as const),
      ),
    );
    expect(pairs.some(([one, next]) => one.user !== next.user)).toBe(true);
    expect(pairs.some(([one, next]) => one.symbol !== next.symbol)).toBe(true);
    expect(pairs.some(([one, next]) => one.date !== next.date)).toBe(true);
  });

  test('rows of one id and version are copies, but for a few that contradict each other', () => {
    const versions = [...Map.groupBy(rows, ({ id, version }) => `${id} ${version}`).values()].filter(
      (same) => same.length > 1,
    );
    const contradicting = versions.filter((same) => new Set(same.map(({ content }) => content)).size > 1);
    expect(contradicting.length).toBeGreaterThan(5);
    expect(contradicting.length).toBeLessThan(40);
    expect(versions.length - contradicting.length).toBeGreaterThan(50);
  });

  test('some happened up to five days before they came, none after', () => {
    const days = rows.map(({ date }) => date).sort();
    expect(days[0]).toBe('2025-12-20');
    expect(days.at(-1)).toBe('2026-01-03');
  });
});

test('a day depends on seed and knobs alone, and its files on no other', () => {
  const world = tradesGenerator.createWorld({ ...usual, rows: 400 });
  const whole = [...world.deliver(firstDay + 3, 0, 400)];
  const again = tradesGenerator.createWorld({ ...usual, rows: 400 });
  const parts = [
    [200, 400],
    [0, 200],
  ].map(([first = 0, last = 0]) => [...again.deliver(firstDay + 3, first, last)]);
  expect([...(parts[1] ?? []), ...(parts[0] ?? [])]).toEqual(whole);
  const other = tradesGenerator.createWorld({ ...usual, rows: 400, seed: 43 });
  expect([...other.deliver(firstDay + 3, 0, 400)]).not.toEqual(whole);
});

test.each([60, 100, 250, 1000])('of %i rows a day few enough are bad for the gate, on every day', (rows) => {
  for (let day = firstDay; day < firstDay + 30; day++) {
    const lines = [...tradesGenerator.createWorld({ ...usual, rows }).deliver(day, 0, rows)];
    const bad = lines.filter(isDirty);
    expect(bad.length <= rows * 0.05 || bad.length < 5).toBe(true);
  }
});

function isDirty(line: string): boolean {
  const [, , symbol, side, quantity, price] = line.split(',');
  return [symbol, quantity, price].includes('') || side === 'nothing';
}
