import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addUsage, type Busy, noUsage, type Usage } from '../../lib/cost/usage.ts';

/** When each of a few statements ran: whoever looked at one saw the same. */
const busy = new Map<string, Busy>(
  ['a', 'b', 'c', 'd', 'e'].map((id, at) => [id, [at * 1000, at * 1000 + 10 + at] as const]),
);
const count = fc.nat(10 ** 9);
const usage: fc.Arbitrary<Usage> = fc.record({
  invocations: count,
  mibMilliseconds: fc.nat(2 ** 40),
  transitions: count,
  writes: count,
  reads: count,
  grownBytes: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  statements: fc
    .subarray([...busy.keys()])
    .map((ids) => Object.fromEntries(ids.map((id) => [id, busy.get(id) as Busy]))),
});
const usages = fc.array(usage, { maxLength: 6, size: 'max' });
const amounts = ['invocations', 'mibMilliseconds', 'transitions', 'writes', 'reads', 'grownBytes'] as const;

test('each count is the sum of its own, a statement stands once however many saw it', () => {
  fc.assert(
    fc.property(usages, (all) => {
      const sum = addUsage(...all);
      for (const name of amounts) {
        let expected = 0;
        for (const one of all) expected += one[name];
        expect([name, sum[name]]).toEqual([name, expected]);
      }
      const seen = new Set(all.flatMap(({ statements }) => Object.keys(statements)));
      expect(new Map(Object.entries(sum.statements))).toEqual(new Map([...busy].filter(([id]) => seen.has(id))));
      expect(Object.keys(sum).sort()).toEqual([...amounts, 'statements'].sort());
    }),
    { seed: 1 },
  );
});

test('in whatever order and in whatever groups it is added, usage is the same', () => {
  const shuffled = usages.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      fc.nat(all.length),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([all, other, cut]) => {
      expect(addUsage(...other)).toEqual(addUsage(...all));
      expect(addUsage(addUsage(...other.slice(0, cut)), addUsage(...other.slice(cut)))).toEqual(addUsage(...all));
    }),
    { seed: 1 },
  );
});

test('nothing used adds nothing, and adding changes none of what was added', () => {
  fc.assert(
    fc.property(usage, (one) => {
      const before = structuredClone(one);
      expect(addUsage(noUsage, one, noUsage)).toEqual(before);
      addUsage(one, one);
      expect(one).toEqual(before);
    }),
    { seed: 1 },
  );
  expect(Object.values(noUsage)).toEqual([0, 0, 0, 0, 0, 0, {}]);
});
