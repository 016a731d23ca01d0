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
  expect(excerpt('a\r\nb', 80)).toBe('a\\r\\nb');
});

test('what is cut off in front is told too, and half of what is shown stands before the field', () => {
  const row = '{"a":1,"b":2,"amount":3,"c":4,"d":5}';
  expect(excerpt(row, 12, 'amount')).toBe('…"b":2,"amoun…');
  expect(excerpt(row, 12, 'd'), 'no more than there is behind it').toBe('…"c":4,"d":5}');
  expect(excerpt(row, 12), 'without a field the beginning').toBe('{"a":1,"b":2…');
  expect(excerpt(row, 12, 'x'), 'nor with one that is not there').toBe('{"a":1,"b":2…');
  expect(excerpt(row, 1, 'x')).toBe('{…');
  expect(excerpt('{"a":1,"undefined":2}', 6)).toBe('{"a":1…');
});

test('a field that begins in the first two thirds of what is shown moves nothing', () => {
  const row = '{"a":1,"amount":12345}';
  expect(row.indexOf('"amount"')).toBe(7);
  expect(excerpt(row, 12, 'amount')).toBe('{"a":1,"amou…');
  expect(excerpt('123456"amount":1}', 9, 'amount')).toBe('123456"am…');
  expect(excerpt('1234567"amount":1}', 9, 'amount')).toBe('…4567"amou…');
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
