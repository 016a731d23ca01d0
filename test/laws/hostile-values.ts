import fc from 'fast-check';
import { cardInteger, cardText } from './card-texts.ts';
import pools from './fixtures/hostile-texts.json' with { type: 'json' };

/*
 * Values as they are spelled in a JSON document, good and bad.
 */

const oneOf = (name: keyof typeof pools): fc.Arbitrary<string> => fc.constantFrom(...pools[name]);

/** A JSON string, some of its characters escaped though they need not be. */
function spell(text: string, isEscaped: boolean): string {
  if (!isEscaped) return JSON.stringify(text);
  const units = text.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${units.join('')}"`;
}

/** A text between blanks as a JSON string. */
function spelled(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const parts = fc.tuple(oneOf('blank'), text, oneOf('blank'), fc.nat(5));
  return parts.map(([before, inner, after, luck]) => spell(before + inner + after, luck === 1));
}

/** The character so many times: on both sides of a length. */
const long = (character: string, length: number): fc.Arbitrary<string> =>
  fc.constantFrom(length, length + 1).map((times) => character.repeat(times));

const identifier = fc.oneof({ weight: 6, arbitrary: oneOf('identifier') }, { weight: 1, arbitrary: long('x', 64) });
const transactionId = fc.oneof(
  { weight: 3, arbitrary: oneOf('transactionId') },
  { weight: 1, arbitrary: long('y', 64) },
);

const moment = fc
  .tuple(oneOf('date'), oneOf('gap'), oneOf('time'), oneOf('zone'))
  .map(([date, gap, time, zone]) => (gap === '' ? date : date + gap + time + zone));

const amountNumber = fc.oneof(
  { weight: 2, arbitrary: oneOf('amountNumber') },
  fc.tuple(fc.nat(1e9), fc.integer({ min: -4, max: 4 })).map(([digits, exponent]) => `${digits}e${exponent}`),
  fc.tuple(fc.nat(1e9), fc.nat(999)).map(([whole, fraction]) => `${whole}.${fraction}`),
);

const name = fc.oneof(
  { weight: 2, arbitrary: oneOf('name') },
  fc.constantFrom('a', '\u{1f600}', 'e\u0301').chain((character) => long(character, 200 / [...character].length)),
  fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => text.isWellFormed()),
  cardText,
);

/** Spellings of each column's values, mostly at the edge of its rule. */
const hostile: Record<string, fc.Arbitrary<string>> = {
  transaction_id: spelled(fc.oneof(identifier, transactionId, cardText)),
  version: fc.oneof(spelled(oneOf('version')), oneOf('versionNumber')),
  customer_id: spelled(identifier),
  card_id: spelled(fc.oneof(identifier, cardText)),
  merchant_id: spelled(identifier),
  merchant_name: spelled(name),
  txn_ts: spelled(fc.oneof({ weight: 3, arbitrary: moment }, { weight: 1, arbitrary: oneOf('oddMoment') })),
  amount: fc.oneof(spelled(oneOf('amountText')), amountNumber),
  currency: spelled(oneOf('currency')),
  mcc: fc.oneof(spelled(oneOf('mcc')), oneOf('mccNumber')),
  status: spelled(oneOf('status')),
  is_refund: fc.oneof(spelled(oneOf('isRefund')), oneOf('isRefundValue')),
  channel: spelled(oneOf('channel')),
  original_transaction_id: spelled(fc.oneof(transactionId, cardText)),
};

/** A column and a hostile spelling of its value. */
export const hostileField: fc.Arbitrary<[string, string]> = fc
  .constantFrom(...Object.entries(hostile))
  .chain(([column, usual]) =>
    fc.tuple(
      fc.constant(column),
      fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: oneOf('oddValue') }),
    ),
  );

const nestedCard = fc
  .tuple(cardText, fc.constantFrom('{"deep":[#]}', '[#]', '{"a":{"b":#}}'))
  .map(([text, form]) => form.replace('#', () => JSON.stringify(text)));

/** A field the contract does not know. */
export const unknownField: fc.Arbitrary<[string, string]> = fc.tuple(
  oneOf('unknownName'),
  fc.oneof(oneOf('oddValue'), spelled(cardText), cardInteger, nestedCard, oneOf('unknownValue')),
);
