import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCardNumbers, maskCardNumbers } from '../../lib/contracts/card-number.ts';
import { excerpt } from '../../lib/run/excerpt.ts';

const texts = fc.string({ unit: 'binary', maxLength: 400 });
const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 10, maxLength: 40 }).map((list) => list.join(''));

test('whatever is shown stays on one line, commands no terminal and holds no card number', () => {
  fc.assert(
    fc.property(fc.oneof(texts, digits), fc.integer({ min: 1, max: 200 }), (raw, characters) => {
      const shown = excerpt(raw, characters, 'amount');
      expect(shown).not.toMatch(/\p{Cc}|\u2028|\u2029/u);
      expect(maskCardNumbers(shown)).toBe(shown);
    }),
    { numRuns: 2000 },
  );
});

test('a cut through a long number makes no card number', () => {
  const long = '41111111111111110000';
  expect(findCardNumbers(long)).toEqual([]);
  expect(findCardNumbers(long.slice(0, 16))).toHaveLength(1);
  expect(excerpt(long, 16)).toBe('411111••••••1111…');
});

test('a short text is shown as it is, a longer one is cut and says so', () => {
  expect(excerpt('{"a":1}', 7)).toBe('{"a":1}');
  expect(excerpt('{"a":12}', 7)).toBe('{"a":12…');
  expect(excerpt('a\nb\tc\u001b[2J\u0000', 80)).toBe('a\\nb\\tc\\u001b[2J\\u0000');
});

test('a cut leaves the field that is wrong in view, wherever it stands', () => {
  fc.assert(
    fc.property(fc.nat({ max: 30 }), fc.nat({ max: 30 }), (before, after) => {
      const filler = (count: number, name: string): [string, string][] =>
        Array.from({ length: count }, (_, at) => [`${name}${at}`, 'some value']);
      const row = Object.fromEntries([...filler(before, 'b'), ['amount', 'ten'], ...filler(after, 'a')]);
      expect(excerpt(JSON.stringify(row), 160, 'amount')).toContain('"amount":"ten"');
    }),
  );
});
