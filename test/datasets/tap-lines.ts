import fc from 'fast-check';

/*
 * Lines of the feed `taps`: most of them sound, some with one thing that is not, as a JSON document may spell it.
 */

type Fields = readonly (readonly [string, string])[];

const blank = fc.constantFrom('', '', '', ' ', '  ', '\t');
const write = (fields: Fields, gap: string): string =>
  `{${fields.map(([name, value]) => `${gap}${JSON.stringify(name)}${gap}:${gap}${value}`).join(',')}${gap}}`;

const id = fc.integer({ min: 1, max: 60 }).map((at) => `${String(at).padStart(8, '0')}-1234-4abc-9def-0123456789ab`);
const moment = fc
  .tuple(
    fc.constantFrom('06', '07', '08', '08', '08', '09', '09', '09', '09', '10', '10', '10', '10', '11'),
    fc.integer({ min: 0, max: 59 }),
  )
  .map(([day, minute]) => ({ day, minute: String(minute).padStart(2, '0') }));

const properties: Record<string, fc.Arbitrary<string>> = {
  amount: fc.constantFrom('100', '12.50', '"7"', '0.10', '1e2', '10.00'),
  fee: fc.constantFrom('0', '0', '0.05', '0.1', '"0.10"', '5', '99.99'),
  screen: fc.constantFrom('"home"', '"pay"', '"Café"', '7', '"a b"'),
  user_id: fc.constantFrom('"usr_1"', '"usr_1"', '"usr_1"', '"usr_2"', '" usr_1 "'),
  method: fc.constantFrom('"email"', '"email"', '"PHONE"', '"phone"'),
  duration_ms: fc.constantFrom('0', '1500', '"12"'),
  items: fc.constantFrom('["a"]', '["a", "b"]', '["a","\\u0062 c"]'),
  is_first: fc.constantFrom('true', 'false', '"Y"'),
  note: fc.constantFrom('"hello"', '"a }{ b"', '"é \\u00e9 \\n"', 'null', '"said: {"', '"nan"'),
  other: fc.constantFrom(
    '1',
    '{}',
    '{"a":1}',
    '[{"a":1}]',
    '1.5',
    '37.12345678901234567',
    '12345678901234567890',
    '1e-400',
    '0.0',
    '-0',
  ),
};
const usual: Record<string, readonly string[]> = {
  screen_seen: ['screen', 'duration_ms'],
  signed_up: ['user_id', 'method'],
  transfer_done: ['amount', 'fee'],
  compared: ['items'],
};

/** Values that no rule likes, of whatever they are put into; the last ones are no JSON at all. */
const odd = fc.constantFrom(
  ...[
    'null',
    '""',
    '"  "',
    '{}',
    '[]',
    '{"a":1}',
    '[1]',
    '[""]',
    '["123456789"]',
    'true',
    '-1',
    '1.5',
    '1.005',
    '1e-3',
    '-0',
    '-0.0',
  ],
  ...[
    '0.1000000000000000055511151231257827',
    '123456789012345.67',
    '99999999999999999999',
    '"x"',
    '"usr_!"',
    '"[\\"a\\"]"',
  ],
  ...[
    '"{\\"amount\\":1}"',
    `"${'y'.repeat(13)}"`,
    '"\\ud83d\\ude00"',
    '"4111 1111 1111 1111"',
    '"4111111\\u0031111111111"',
    '1e400',
  ],
  ...['NaN', '-Infinity', "'x'", '01', '{"a":1,}', '[1,]', '{"a":1,"a":2}', '{"amount":1,"amount":2}'],
);

const document = fc
  .tuple(
    fc.constantFrom(...Object.keys(usual)),
    fc.subarray(Object.keys(properties)),
    fc.array(fc.tuple(fc.constantFrom(...Object.keys(properties), 'extra'), odd), { maxLength: 2 }),
    fc.array(fc.tuple(fc.constantFrom('amount', 'other', 'note'), fc.constantFrom('1', '"x"')), { maxLength: 1 }),
    fc.nat(40),
  )
  .chain(([kind, more, changes, repeated, luck]) => {
    const names = [...new Set([...(usual[kind] ?? []), ...(luck > 25 ? more : [])])];
    return fc.tuple(...names.map((name) => properties[name] ?? odd)).map((values) => {
      const fields = names.map((name, at): [string, string] => [name, values[at] ?? '1']);
      const changed =
        luck < 6 ? [...fields.filter(([name]) => !changes.some(([one]) => one === name)), ...changes] : fields;
      return { kind, fields: luck === 7 ? [...changed, ...repeated] : changed };
    });
  });

const kindOf = (kind: string, luck: number): string =>
  JSON.stringify(luck === 1 ? kind.toUpperCase() : luck === 2 ? 'else' : kind);

const soundLine = fc
  .record({
    id,
    tapped: moment,
    received: moment,
    document,
    user: fc.constantFrom('"usr_1"', '"usr_1"', '"usr_2"', 'null', undefined),
    locale: fc.constantFrom(undefined, undefined, undefined, '"ko"', '"ko"', '"en"', '"EN"', '"fr"'),
    model: fc.constantFrom(undefined, undefined, '"Pixel 8"', '"Pixel 8"', '"x"', '" padded "'),
    changes: fc.array(
      fc.tuple(
        fc.constantFrom(
          'tap_id',
          'kind',
          'tapped_at',
          'received_at',
          'user_id',
          'said',
          'said',
          'locale',
          'model',
          'unknown',
        ),
        odd,
      ),
      { maxLength: 2 },
    ),
    gap: blank,
    inner: blank,
    luck: fc.nat(60),
    zone: fc.constantFrom('Z', 'Z', 'Z', 'Z', '+09:00', '+09:00', '', ' UTC'),
    order: fc.nat(8),
  })
  .map(({ id, tapped, received, document, user, locale, model, changes, gap, inner, luck, zone, order }) => {
    const { kind, fields } = document;
    const isClose = luck > 4;
    const own: [string, string][] = [
      ['tap_id', JSON.stringify(luck === 3 ? id.toUpperCase() : id)],
      ['kind', kindOf(kind, luck)],
      ['tapped_at', `"2025-09-${tapped.day}T10:${tapped.minute}:00${zone}"`],
      [
        'received_at',
        `"2025-09-${isClose ? tapped.day : received.day}T10:${isClose ? tapped.minute : received.minute}:30Z"`,
      ],
      ...(user === undefined ? [] : [['user_id', user] as [string, string]]),
      ...(locale === undefined ? [] : [['locale', locale] as [string, string]]),
      ...(model === undefined ? [] : [['model', model] as [string, string]]),
      ['said', write(fields, inner)],
    ];
    const changed =
      luck > 5 && luck < 14 ? [...own.filter(([name]) => !changes.some(([one]) => one === name)), ...changes] : own;
    return write([...changed.slice(order), ...changed.slice(0, order)], gap) + (luck === 15 ? '\r' : '');
  });

/** A line, mostly a row, now and then something else. */
export const tapLine: fc.Arbitrary<string> = fc.oneof(
  { weight: 30, arbitrary: soundLine },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '{}', '{"said":{}}', '{"said":', '[]', '{"said":{"said":{"a":1,"a":2}}}', 'x'),
  },
);
