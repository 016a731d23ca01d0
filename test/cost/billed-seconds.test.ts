import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billedSeconds } from '../../lib/cost/billed-seconds.ts';
import type { Busy } from '../../lib/cost/usage.ts';

const at = 1_760_000_000_000;
const second = (from: number, until: number): Busy => [at + from * 1000, at + until * 1000];

test.each<[string, Busy[], number]>([
  ['nothing ran', [], 0],
  ['a short statement pays a minute', [second(0, 5)], 60],
  ['a statement without a duration pays a minute', [second(0, 0)], 60],
  ['a long one pays its time', [second(0, 90)], 90],
  ['a started second counts', [[at, at + 60_001]], 61],
  ['several within the same minute pay once', [second(0, 5), second(20, 30), second(50, 55)], 60],
  ['one that outlasts the minute adds what goes beyond', [second(0, 5), second(50, 80)], 80],
  ['at the same time is paid once', [second(0, 100), second(10, 90)], 100],
  ['right at the end of the minute nobody is woken up', [second(0, 5), second(60, 65)], 65],
  ['after the minute is another wake-up', [second(0, 5), second(61, 66)], 120],
  ['a wake-up after a long one', [second(0, 90), second(91, 92)], 150],
])('%s', (_, statements, expected) => {
  expect(billedSeconds(statements)).toBe(expected);
});

const statements = fc.array(
  fc.tuple(fc.nat(600_000), fc.nat(200_000)).map(([from, took]): Busy => [at + from, at + from + took]),
  { maxLength: 12, size: 'max' },
);

/** The rule said again, second by second. */
function bySecond(busy: readonly Busy[]): number {
  let billed = 0;
  let awakeUntil = -1;
  for (let now = 0; now <= 900; now += 1) {
    for (const [, until] of busy.filter(([from]) => from === at + now * 1000)) {
      const isAwake = now <= awakeUntil;
      awakeUntil = Math.max((until - at) / 1000, isAwake ? awakeUntil : now + 60);
    }
    if (now < awakeUntil) billed += 1;
  }
  return billed;
}

test('whole seconds are billed as when they are marked one by one', () => {
  const whole = fc.array(
    fc.tuple(fc.nat(600), fc.nat(200)).map(([from, took]) => second(from, from + took)),
    { maxLength: 8, size: 'max' },
  );
  fc.assert(fc.property(whole, (busy) => billedSeconds(busy) === bySecond(busy)));
});

test('a minute at least, never less than the time in which something ran, never more than each by itself', () => {
  fc.assert(
    fc.property(statements, (busy) => {
      const billed = billedSeconds(busy);
      const longest = Math.max(0, ...busy.map(([from, until]) => until - from));
      expect(billed).toBeGreaterThanOrEqual(busy.length === 0 ? 0 : 60);
      expect(billed * 1000).toBeGreaterThanOrEqual(longest);
      expect(billed).toBeLessThanOrEqual(busy.reduce((sum, one) => sum + billedSeconds([one]), 0));
    }),
  );
});

test('neither order nor looking twice makes a difference', () => {
  fc.assert(
    fc.property(statements, (busy) => {
      expect(billedSeconds(busy.toReversed())).toBe(billedSeconds(busy));
      expect(billedSeconds([...busy, ...busy])).toBe(billedSeconds(busy));
    }),
  );
});
