import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fill, levelEscapes } from '../../lib/contracts/level-escapes.ts';

test.each([
  ['nothing to read', 'nothing to read'],
  ['a\\nb', `a\n${fill}b`],
  ['\\b\\f\\r\\t', `\b${fill}\f${fill}\r${fill}\t${fill}`],
  ['\\"\\\\\\/', `"${fill}\\${fill}/${fill}`],
  ['\\u0034', `4${fill.repeat(5)}`],
  ['\\u00A0x', `\u00a0${fill.repeat(5)}x`],
  // No escapes of JSON: the last character stands.
  ['\\x', `x${fill}`],
  ['\\u12', '\\u12'],
  ['\\', '\\'],
  // The character that fills is never one of the text.
  ['\\uffff', ` ${fill.repeat(5)}`],
  ['\\uFFFF4', ` ${fill.repeat(5)}4`],
])('%s', (written, level) => {
  expect(levelEscapes(written)).toBe(level);
});

test('what JSON writes reads as the text, every character where it is written', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('4', '"', '\\', '\n', '\u0001', '/', '한', 'u') }), (text) => {
      const written = JSON.stringify(text).slice(1, -1);
      const level = levelEscapes(written);
      expect(level).toHaveLength(written.length);
      expect(level.replaceAll(fill, '')).toBe(text);
    }),
    { numRuns: 200, seed: 11 },
  );
});
