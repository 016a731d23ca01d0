import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectJson } from '../../lib/stages/accept/inspect-json.ts';
import { cardText } from '../laws/card-texts.ts';
import { hostileLine } from '../laws/hostile-lines.ts';
import {
  decodeBroken,
  hasBareCardNumber,
  hasCardNumber,
  hasCardNumberInBroken,
} from '../laws/oracle/has-card-number.ts';
import { parseJson, textsOf } from '../laws/oracle/parse-json.ts';

test.each([
  ['{"a":"4111111111111111"}', '{"a":"411111••••••1111"}'],
  ['{"a":"pay 4111-1111-1111-1111 now","b":1}', '{"a":"pay 4111-11••-••••-1111 now","b":1}'],
  ['{"a":"\\u0034111111111111111"}', '{"a":"\\u003411111••••••1111"}'],
  ['{"a":"4111111\\u003111111111"}', '{"a":"411111••••••1111"}'],
  ['{"a":"4111\\u00201111 1111 1111"}', '{"a":"4111\\u002011•• •••• 1111"}'],
  ['{"a":"\\n4111111111111111\\u00e9"}', '{"a":"\\n411111••••••1111\\u00e9"}'],
  [
    '{"b":1,"a":"3782 822463 10005","c":"3782 822463 10006"}',
    '{"b":1,"a":"3782 82•••• •0005","c":"3782 822463 10006"}',
  ],
  ['not json 4222222222222', 'not json 422222•••2222'],
])('%s is masked but for the first six and last four digits, the rest stays', (line, masked) => {
  expect(inspectJson(line)).toMatchObject({ cardNumber: true, raw: masked });
});

test.each([
  ['a line break', '\\n'],
  ['a tab', '\\t'],
  ['a letter of another script', '\\uac00'],
])('in a line that is no JSON, %s escaped before a card number does not hide it', (_, escaped) => {
  const found = inspectJson(`{"note":"${escaped}4111111111111111"`);
  expect(found.raw).not.toContain('4111111111111111');
  expect(found).toMatchObject({ malformed: true, cardNumber: true });
});

test('a masked number counts by what stands next to it: in what is no JSON, as it is written', () => {
  const masked = '411111••••••1111';
  const touching = `{"a":"${masked}\\u0041"`;
  expect(inspectJson(touching)).toEqual({ malformed: true, cardNumber: true, raw: touching });
  expect(inspectJson(`${touching}}`)).toEqual({ malformed: false, cardNumber: false, raw: `${touching}}` });
});

test('part of a UUID is no card number', () => {
  for (const uuid of ['a3bb189e-4111-4111-9111-1111a1111111', '55555555-5555-4444-8444-444444444444'])
    expect(inspectJson(JSON.stringify({ id: uuid })).cardNumber).toBe(false);
});

test.each([
  ['a repeated key', '{"a":1,"a":1}'],
  ['a repeated key far below', '{"a":[{"b":{"c":1,"c":2}}]}'],
  ['a repeated key behind an array', '{"a":[1],"b":1,"b":2}'],
  ['a repeated key behind an object', '{"a":{},"b":1,"b":2}'],
  ['a repeated key behind an array of objects', '{"a":[{},{}],"b":1,"b":2}'],
  ['a key repeated by an escape', '{"a":1,"\\u0061":2}'],
  ['a trailing comma', '{"a":1,}'],
  ['a single quote', "{'a':1}"],
  ['NaN', '{"a":NaN}'],
  ['two documents', '{"a":1}{"a":1}'],
])('%s is malformed', (_, line) => {
  expect(inspectJson(line).malformed).toBe(true);
});

test.each([
  ['one key in two objects', '{"a":{"k":1},"b":{"k":1}}'],
  ['a text of an array equal to a key', '{"a":["a","a",1,1]}'],
  ['an array of equal texts', '["a","a"]'],
  ['a value equal to a key', '{"a":"b","b":"a"}'],
  ['braces, commas and colons inside strings', '{"a":"{\\"a\\":1,\\"a\\":2}","b":"},{"}'],
  ['an empty key', '{"":1}'],
])('%s is not', (_, line) => {
  expect(inspectJson(line).malformed).toBe(false);
});

test.each([
  String.raw`{"merchant_name":"C:\share\4111111111111111\d.txt"}`,
  String.raw`{"a":"4111111111111111\x00"}`,
  String.raw`{"a":"4111111111111111\d"}`,
  String.raw`{"path":"dir\4111111111111111"}x`,
  String.raw`{"a":"4111111111111111\u0041"`,
  String.raw`{"a":"\n4111111111111111"`,
])('a broken line keeps no card number, whatever stands next to it: %s', (line) => {
  const { malformed, cardNumber, raw } = inspectJson(line);
  expect({ malformed, cardNumber }).toEqual({ malformed: true, cardNumber: true });
  expect(raw).not.toContain('4111111111111111');
  expect(raw).toContain('411111••••••1111');
});

const line = fc.oneof(
  hostileLine,
  cardText.map((text) => JSON.stringify({ a: [text, { [text]: text }] })),
);

test('malformed, card number and masked text are what a strict reader says', () => {
  fc.assert(
    fc.property(line, (line) => {
      const found = inspectJson(line);
      const parsed = parseJson(line);
      // What cannot be UTF-8 is JSON by the letter; whoever reads values refuses it later.
      if (parsed || !/\\ud[89a-f]/i.test(line)) expect(found.malformed).toBe(!parsed || parsed.repeats);
      expect(found.cardNumber).toBe(parsed ? textsOf(parsed.value).some(hasCardNumber) : hasCardNumberInBroken(line));
      if (!found.cardNumber) expect(found.raw).toBe(line);
      const masked = parseJson(found.raw);
      const texts = masked ? textsOf(masked.value) : [found.raw, decodeBroken(found.raw)];
      expect(texts.filter(hasBareCardNumber)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
