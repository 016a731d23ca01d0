import { expect, test } from 'vitest';
import { embedDocuments } from '../../lib/stages/accept/embed-documents.ts';
import { exactTexts } from '../../lib/stages/accept/exact-texts.ts';
import { parseSpelled } from '../../lib/stages/accept/parse-spelled.ts';

/*
 * Numbers within documents: none changes its digits without a word.
 */

test.each([
  ['1.50', false],
  ['-0.0', false],
  ['1E2', false],
  ['9007199254740993', false],
  ['12345678901234567890', false],
  ['1e-400', true],
  ['1E-400', true],
  ['1e400', true],
  ['37.12345678901234567', true],
  ['"1e-400"', false],
  ['null', false],
])('%s is written as it is spelled; a double would lose it: %s', (spelled, isLost) => {
  const document = `{"a":[{"b":${spelled}}]}`;
  const parsed = parseSpelled(document);
  expect([JSON.stringify(parsed.value), parsed.isLost]).toEqual([document, isLost]);
});

test('one number that is lost is enough, wherever it stands among others', () => {
  for (const numbers of ['[1e-400,1.5]', '[1.5,1e-400]', '[1.5,1e-400,2.5]'])
    expect(parseSpelled(numbers).isLost, numbers).toBe(true);
});

test('of a document with such a number the named objects keep their texts, without blanks', () => {
  const document = '{"said": {"n": 1e-400, "m": 1.50}, "list": [1.0], "word": "x", "other": {"n": 1}}';
  expect(exactTexts(document, ['said', 'list', 'word', 'none'])).toEqual({
    said: '{"n":1e-400,"m":1.50}',
    list: '[1.0]',
  });
  expect(exactTexts('{"said":{"m":1.50},"n":1e-400}', ['said'])).toEqual({ said: '{"m":1.50}' });
  expect(exactTexts('{"said":null,"n":1e-400}', ['said'])).toEqual({});
});

test('a document without one has none, nor has one of a contract without such columns', () => {
  expect(exactTexts('{"said":{"m":1.50}}', ['said'])).toBeUndefined();
  expect(exactTexts('{"said":{"n":1e-400}}', [])).toBeUndefined();
  expect(exactTexts('1e-400', ['said'])).toEqual({});
});

test.each([
  ['an object', '{"a": 1.50}', '{"a":1.50}'],
  ['one that repeats a key', '{"a":1,"a":2}', '"{\\"a\\":1,\\"a\\":2}"'],
  ['one that is torn', '{"a":1', '"{\\"a\\":1"'],
  ['one with a number that would be lost', '{"a":1e-400}', '"{\\"a\\":1e-400}"'],
  ['an array', '[1]', '"[1]"'],
  ['a word', 'no', '"no"'],
  ['an object behind a blank', ' {}', '" {}"'],
  ['nothing', null, 'null'],
])('a cell that holds %s: %j', (_, said, written) => {
  const fields = embedDocuments({ id: '{"a":1}', said }, ['said']);
  expect(JSON.stringify(fields)).toBe(`{"id":"{\\"a\\":1}","said":${written}}`);
});

test('each named cell is looked at by itself', () => {
  const fields = embedDocuments({ one: '{}', two: 'no', three: '{"a":1}' }, ['one', 'two', 'three', 'four']);
  expect(JSON.stringify(fields)).toBe('{"one":{},"two":"no","three":{"a":1}}');
});
