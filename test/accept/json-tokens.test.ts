import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectJson } from '../../lib/stages/accept/inspect-json.ts';
import { jsonTokens } from '../../lib/stages/accept/json-tokens.ts';
import { isExact, refuseInexact } from '../../lib/stages/accept/refuse-inexact.ts';

test('the tokens of any document, put together, are the document without blanks and words', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (document) => {
      const tokens = [...jsonTokens(document)];
      for (const { text, at } of tokens) expect(document.slice(at, at + text.length)).toBe(text);
      const rest = tokens.reduceRight(
        (text, token) => text.slice(0, token.at) + text.slice(token.at + token.text.length),
        document,
      );
      expect(rest.replace(/true|false|null/g, '').trim()).toBe('');
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['{"a":-1.5e+3}', ['{', '"a"', ':', '-1.5e+3', '}']],
  ['[1, "\\"", 2]', ['[', '1', ',', '"\\""', ',', '2', ']']],
  ['5', ['5']],
  ['"x', ['"x']],
  ['"x\\', ['"x\\']],
  ['[true', ['[']],
  ['', []],
])('the tokens of %s are %j, and no others', (document, tokens) => {
  expect([...jsonTokens(document)].map(({ text }) => text)).toEqual(tokens);
});

test('a string of millions of characters and escapes is looked at like any other', () => {
  const long = JSON.stringify({ note: '"\\'.repeat(1_000_000), list: [1] });
  expect(inspectJson(long)).toEqual({ malformed: false, cardNumber: false, raw: long });
});

test('depth costs no more than length', () => {
  const deep = `{"a":${'[{"b":'.repeat(50_000)}1${'}]'.repeat(50_000)}}`;
  expect(inspectJson(deep).malformed).toBe(false);
});

test.each([
  ['1', true],
  ['1.50', true],
  ['1e2', true],
  ['-0.0', true],
  ['9999999999999.99', true],
  ['9999999999999.991', false],
  ['0.10000000000000000000000000001', false],
  ['1e-400', false],
  ['1e400', false],
  ['9007199254740993', false],
])('%s is kept by a double: %s', (literal, exact) => {
  expect(isExact(literal)).toBe(exact);
});

test('every amount below 10^13 with two decimals is kept by a double', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), (cents) => {
      const digits = String(cents).padStart(3, '0');
      expect(isExact(`${digits.slice(0, -2)}.${digits.slice(-2)}`)).toBe(true);
    }),
  );
});

test('only the named fields of the document itself are touched, and only inexact numbers', () => {
  const document = '{"amount": 1e-400, "tip":1e-400, "in":{"amount":1e-400}, "note":"\\"amount\\":1e-400"}';
  const [changed] = [refuseInexact(document, ['amount'])];
  expect(JSON.parse(changed)).toEqual({ amount: 'inexact 1e-400', tip: 0, in: { amount: 0 }, note: '"amount":1e-400' });
  expect(refuseInexact('{"amount":12.30}', ['amount'])).toBe('{"amount":12.30}');
});
