import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskCharacters } from '../../lib/contracts/card-number.ts';
import { findDigitRuns, findHiddenDigits, findMasks, hasCardShape } from '../../lib/contracts/card-shape.ts';

test.each([
  ['4222222222222', true],
  ['6304000000000000000', true],
  ['4111 1111 1111 1111', true],
  ['4111-1111-1111-1111', true],
  ['4111 1111 1111 1111 111', true],
  ['3782 822463 10005', true],
  // Not looked at further: Luhn is for a closer look.
  ['4111111111111112', true],
  ['"4111111111111111"', true],
  ['.4111111111111111.', true],
  ['\\n4111111111111111', true],
  ['\\u00a04111111111111111', true],
  ['\\u0020.4111111111111111', true],
  ['1.4111111111111111', false],
  ['422222222222', false],
  ['42222222222222222222', false],
  ['1222222222222', false],
  ['7222222222222', false],
  ['x4222222222222', false],
  ['4222222222222Z', false],
  ['4222222222222.5', false],
  ['4111 1111 1111 111', false],
  ['4111  1111 1111 1111', false],
  ['4111 1111 1111 1111 1111', true],
  ['3782 822463 1000', false],
])('%s has the shape of a card number: %s', (run, isShape) => {
  expect(hasCardShape(run)).toBe(isShape);
});

const runsOf = (text: string): [number, string][] => {
  const runs: [number, string][] = [];
  findDigitRuns(Buffer.from(text), (offset, run) => runs.push([offset, run]));
  return runs;
};

test('a run of thirteen or more digits, blanks, dashes and points is found with what stands around it', () => {
  expect(runsOf('1234567890123')).toEqual([[0, '1234567890123']]);
  expect(runsOf('123456789012')).toEqual([]);
  expect(runsOf('abcdefgh12.4567-9012 4xyz')).toEqual([[8, 'cdefgh12.4567-9012 4x']]);
  expect(runsOf(`${'1'.repeat(13)}x${'2'.repeat(13)}`)).toEqual([
    [0, `${'1'.repeat(13)}x`],
    [14, `${'1'.repeat(5)}x${'2'.repeat(13)}`],
  ]);
});

test('no run is missed and none is told twice, wherever it stands', () => {
  const piece = fc.oneof(fc.stringMatching(/^[0-9 .-]{1,30}$/), fc.stringMatching(/^[a-z{":]{1,9}$/));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const expected = [...text.matchAll(/[0-9 .-]{13,}/g)].map(({ index, 0: run }): [number, string] => [
        index,
        text.slice(Math.max(0, index - 6), index + run.length + 1),
      ]);
      expect(runsOf(text)).toEqual(expected);
    }),
    { numRuns: 300, seed: 11 },
  );
});

const offsets = (find: (bytes: Buffer, found: (offset: number) => void) => void, text: string): number[] => {
  const found: number[] = [];
  find(Buffer.from(text), (offset) => found.push(offset));
  return found;
};

test('escapes that stand for what a number is made of are found, others are not', () => {
  const hidden = ['0', '9', ' ', '-', '.', ...maskCharacters];
  const toEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  for (const character of hidden) expect(offsets(findHiddenDigits, `a${toEscape(character)}`)).toEqual([1]);
  for (const character of ['a', '/', ':', '"', '\n', '+', ',', '한'])
    expect(offsets(findHiddenDigits, toEscape(character))).toEqual([]);
  expect(offsets(findHiddenDigits, '\\u0031\\u0041\\u0032\\u00')).toEqual([0, 12]);
});

test('two masks in a row are found, of either kind; one alone is a bullet', () => {
  const [bullet, star] = maskCharacters;
  expect(offsets(findMasks, `${bullet} x ${star}`)).toEqual([]);
  expect(offsets(findMasks, `a${bullet}${bullet}`)).toEqual([1]);
  expect(offsets(findMasks, `${star}${bullet}`)).toEqual([0]);
  expect(offsets(findMasks, `${bullet}${star} ${star}${star}${star}`)).toEqual([0, 7, 10]);
});
