import fc from 'fast-check';
import { hostileField, unknownField } from './hostile-values.ts';

const blanks = fc.constantFrom('', '', '', ' ', '\t', '  ');

/** A row that keeps every rule, its values spelled in a usual way. */
const soundRow = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }),
    version: fc.constantFrom(undefined, '1', '2', '"3"'),
    date: fc.constantFrom(
      '2025-09-07',
      '2025-09-08',
      '2025-09-08',
      '2025-09-09',
      '2025-09-10',
      '2025-09-10',
      '2025-09-11',
    ),
    hour: fc.integer({ min: 10, max: 23 }),
    zone: fc.constantFrom('', '+09:00', '+0900', '+09'),
    cents: fc.nat(5_000_000),
    currency: fc.constantFrom('KRW', 'USD', 'EUR'),
    mcc: fc.constantFrom('5411', '0742', '0000'),
    refund: fc.constantFrom('true', 'false', 'false', '"N"'),
    quoted: fc.boolean(),
  })
  .map(({ id, version, date, hour, zone, cents, currency, mcc, refund, quoted }): [string, string][] => {
    const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    return [
      ['transaction_id', `"txn-${String(id).padStart(6, '0')}"`],
      ...(version === undefined ? [] : [['version', version] as [string, string]]),
      ['customer_id', `"cust-${id % 7}"`],
      ['card_id', `"card-${id % 5}"`],
      ['merchant_id', `"m-${id % 3}"`],
      ['merchant_name', '"Blue Café"'],
      ['txn_ts', `"${date}T${hour}:30:00${zone}"`],
      ['amount', quoted ? `"${amount}"` : amount],
      ['currency', `"${currency}"`],
      ['mcc', `"${mcc}"`],
      ['status', '"approved"'],
      ['is_refund', refund],
      ['channel', '"pos"'],
      ['original_transaction_id', 'null'],
    ];
  });

/** Fields as one line of JSON. */
function toLine(fields: readonly (readonly [string, string])[], gap = ''): string {
  return `{${fields.map(([name, value]) => `${gap}${JSON.stringify(name)}${gap}:${gap}${value}`).join(',')}${gap}}`;
}

const documentLine = fc
  .tuple(
    soundRow,
    fc.array(hostileField, { maxLength: 3 }),
    fc.array(unknownField, { maxLength: 1 }),
    fc.array(fc.nat(13), { maxLength: 1 }),
    fc.nat(30),
    blanks,
  )
  .map(([sound, changes, unknown, dropped, repeats, gap]) => {
    const changed = new Map([...sound, ...changes, ...unknown]);
    const fields = [...changed].filter((_, at) => !dropped.includes(at));
    const again = fields.at(repeats);
    return gap + toLine(again && repeats < 3 ? [...fields, again] : fields, gap) + gap;
  });

const strangeLine = fc.oneof(
  fc.constantFrom(
    '',
    '',
    ' ',
    '\t',
    '\u00a0',
    '\u3000 ',
    '{}',
    '{ }',
    'null',
    '42',
    '"text"',
    '[]',
    '[{}]',
    '{',
    '}',
    '{"a":}',
  ),
  fc.constantFrom(
    '{"amount":""}',
    '{"note":" "}',
    '{"version":null}',
    '{"version":"1"}',
    '{"note":false}',
    '{"note":{}}',
    '{"note":[]}',
  ),
  fc.constantFrom(
    'not json',
    "{'a':1}",
    '{"a":1}}',
    '{"a":1},',
    '{"a":01}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":1.}',
    '{"a":"\t"}',
    '{"a":"\\x"}',
  ),
  fc.constantFrom(
    '{"a":1} {"b":2}',
    '{"a":1}//',
    '{"a":TRUE}',
    '{a:1}',
    '\ufeff{}',
    '\u00a0{"a":1}',
    '{"a":1}\u00a0',
    '{"a":"\\ud800"}',
    '{"\\u0061":1,"a":2}',
  ),
  documentLine.map((line) => line.slice(0, -2)),
  documentLine.map((line) => line.replace(/\}\s*$/, ',}')),
  documentLine.map((line) => `${line}x`),
);

/** A line of a native file: mostly a document with something odd about it. */
export const hostileLine: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: soundRow.map((fields) => toLine(fields)) },
  { weight: 8, arbitrary: documentLine },
  { weight: 1, arbitrary: strangeLine },
);

/** A native file's text. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(hostileLine, { minLength: 1, maxLength: 120, size: 'max' }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.constantFrom('', '\ufeff'),
    fc.constantFrom('', '\n'),
  )
  .map(([lines, ending, mark, end]) => mark + lines.join(ending) + end)
  // A file that is one JSON array has another form.
  .filter((text) => !/^\ufeff?\s*\[/.test(text));
