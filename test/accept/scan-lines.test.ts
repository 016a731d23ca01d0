import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanLines } from '../../lib/stages/accept/scan-lines.ts';
import { cardText } from '../laws/card-texts.ts';
import { hostileLine } from '../laws/hostile-lines.ts';
import { hasCardNumber } from '../laws/oracle/has-card-number.ts';
import { parseJson, textsOf } from '../laws/oracle/parse-json.ts';

const suspectsOf = (lines: readonly string[], ending = '\n'): number[] =>
  scanLines(Buffer.from(lines.join(ending))).suspects;

/** What must never pass unseen: a card number, escaped or not, and a key repeated below the top. */
function needsClosLook(line: string): boolean {
  const parsed = parseJson(line);
  if (!parsed) return hasCardNumber(line) || /,\s*\}\s*$/.test(line);
  const nested =
    parsed.value.kind === 'object' &&
    parsed.value.entries.some(([, { kind }]) => kind === 'object' || kind === 'array');
  return textsOf(parsed.value).some(hasCardNumber) || nested;
}

test('whatever surrounds it, a line that needs a close look is a suspect', () => {
  const hide = (digit: string): string => `\\u003${digit}`;
  const byCode = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const cards = cardText
    .map((text) => JSON.stringify({ note: text }))
    .chain((line) => fc.constantFrom(line, line.replace(/[0-9]/g, hide), line.replace(/[^ -~]/g, byCode)));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(hostileLine, cards), { minLength: 1, maxLength: 40, size: 'max' }),
      fc.constantFrom('\n', '\r\n'),
      (lines, ending) => {
        const suspects = new Set(suspectsOf(lines, ending));
        const missed = lines.filter((line, at) => needsClosLook(line) && !suspects.has(at));
        expect(missed).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a line is judged alone: neighbours and its place make no difference', () => {
  fc.assert(
    fc.property(fc.array(hostileLine, { minLength: 1, maxLength: 20, size: 'max' }), (lines) => {
      const alone = lines.flatMap((line, at) => (suspectsOf([line]).length > 0 ? [at] : []));
      expect(suspectsOf(lines)).toEqual(alone);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['plain digits', '{"a":"4111111111111111"}', true],
  ['thirteen digits', '{"a":"4222222222222"}', true],
  ['an unquoted number', '{"a":4111111111111111}', true],
  ['groups with dashes', '{"a":"4111-1111-1111-1111"}', true],
  ['behind a line break', '{"a":"no\\n4111111111111111"}', true],
  ['behind an escaped letter', '{"a":"caf\\u00e94111111111111111"}', true],
  ['no part of a UUID', '{"a":"41111111-1111-4111-8111-111111111111"}', false],
  ['touching a letter', '{"a":"x4111111111111111"}', false],
  ['4-6-5', '{"a":"3782-822463-10005"}', true],
  ['an escaped digit', '{"a":"4111111\\u0031111111111"}', true],
  ['an escaped blank', '{"a":"4111\\u00201111 1111 1111"}', true],
  ['a nested object', '{"a":{"b":1}}', true],
  ['an array', '{"a":[]}', true],
  ['a trailing comma', '{"a":1,}', true],
  ['a trailing comma and blanks', '{"a":1 , } \r', true],
  ['a plain row', '{"a":"Blue Café","b":12.50,"c":"2025-09-10T10:20:30+09:00"}', false],
  ['a number that a double does not keep', '{"a":0.10000000000000000000000000001}', true],
  ['a coordinate that it does not keep', '{"a":37.1234567890123456}', true],
  ['one that it keeps', '{"a":0.30000000000000004}', false],
  ['a number that would vanish', '{"a":1000000000000000e-400}', true],
  ['an exponent behind many digits', '{"a":9007199254740993e2}', true],
  ['as a capital', '{"a":9007199254740993E2}', true],
  ['many digits alone', '{"a":9007199254740993}', false],
  ['many digits at the end', '9007199254740993', false],
  ['fifteen digits and an exponent', '{"a":100000000000000e2}', false],
  ['a line that goes on behind a comma', '{"a":1,x', false],
  ['twelve digits', '{"a":"411111111111"}', false],
])('%s', (_, line, suspected) => {
  expect(suspectsOf(['{"x":1}', line, '{"x":2}'])).toEqual(suspected ? [1] : []);
});

test('the first line may be empty', () => {
  expect(scanLines(Buffer.from('\n{"a":{"b":1}}'))).toEqual({ lines: 2, suspects: [1] });
});

test.each([
  ['a document', '{"a":1,"said":{"b":1}}', false],
  ['a document with blanks before it', '{"said" : {"b":1}}', false],
  ['one of each name', '{"said":{"b":1},"meta":{"b":1}}', false],
  ['a list', '{"said":{"b":[1,2]}}', false],
  ['a document twice', '{"said":{"b":1},"said":{"b":2}}', true],
  ['an object within a document', '{"said":{"b":{"c":1}}}', true],
  ['a document below the top', '{"a":{"said":{"b":1}}}', true],
  ['an object of another name', '{"other":{"b":1}}', true],
  ['one whose name ends so', '{"unsaid":{"b":1}}', true],
  ['a name without quotes', '{said:{"b":1}}', true],
  ['an object behind a text of that name', '{"a":["said",{"b":1}]}', true],
  ['a document alone', '{"b":1}', false],
  ['a trailing comma', '{"said":{"b":1},}', true],
  ['a trailing comma within', '{"said":{"b":1 , }}', true],
  ['a trailing comma in a list', '{"said":{"b":[1, ]}}', true],
  ['a list in a list', '{"said":{"b":[[1]]}}', false],
])('where documents are named, %s: %s', (_, line, suspected) => {
  const plain = '{"said":{"x":1},"meta":{}}';
  const { suspects } = scanLines(Buffer.from([plain, line, plain].join('\n')), ['said', 'meta']);
  expect(suspects).toEqual(suspected ? [1] : []);
});

test('a bracket that opens a buffer has nothing before it', () => {
  for (const bytes of ['{":{', '{"said":{', '}', ']', ':{{'])
    expect(scanLines(Buffer.from(bytes), ['said']).suspects, bytes).toEqual(['{":{', ':{{'].includes(bytes) ? [0] : []);
});

test('lines are counted with and without a last line break', () => {
  expect(scanLines(Buffer.from('')).lines).toBe(0);
  expect(scanLines(Buffer.from('\n')).lines).toBe(1);
  expect(scanLines(Buffer.from('a\n\nb')).lines).toBe(3);
  expect(scanLines(Buffer.from('a\n\nb\n')).lines).toBe(3);
});
