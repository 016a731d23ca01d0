import fc from 'fast-check';

/** Digits with a Luhn check digit behind them. */
export function withCheckDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

/** Digits in the form of a card number or nearly so: some Luhn-valid, some not, first digit 1 to 7, 12 to 20 of them. */
const number = fc
  .tuple(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), fc.integer({ min: 10, max: 18 }), fc.nat(9))
  .chain(([first, length, spoil]) =>
    digits(length).map((body) => {
      const sound = withCheckDigit(first + body);
      return spoil > 2 ? sound : sound.slice(0, -1) + String((Number(sound.at(-1)) + spoil) % 10);
    }),
  );

const grouping = fc.constantFrom([4, 4, 4, 4], [4, 4, 4, 4, 3], [4, 6, 5], [4, 4, 4], [6, 4, 4], [4, 4, 4, 4, 4]);
const separator = fc.constantFrom(' ', '-', '  ', '--', '.', ' -');

const grouped = fc.tuple(grouping, separator, fc.constantFrom('2', '4', '6', '9')).chain(([sizes, between, first]) =>
  digits(sizes.reduce((sum, size) => sum + size, -2)).map((body) => {
    const all = withCheckDigit(first + body);
    const starts = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0));
    return sizes.map((size, at) => all.slice(starts[at], (starts[at] ?? 0) + size)).join(between);
  }),
);

const edge = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  '-',
  '_',
  '.',
  '7.',
  '.7',
  '/',
  '가',
  'é',
  'x',
  'Z',
  '7',
  '7 ',
  'no. ',
  '#',
  '\n',
  '\t',
  '"',
  '\u0000',
);

/** As whoever writes to Bronze masks digits, or nearly so. */
const masked = fc
  .tuple(
    fc.oneof(number, grouped),
    fc.constantFrom('\u2022', '\uff0a', '*'),
    fc.constantFrom(6, 6, 6, 5, 7),
    fc.constantFrom(4, 4, 3),
  )
  .map(([text, mask, first, last]) => {
    const digitsAt = [...text].flatMap((character, at) => (/[0-9]/.test(character) ? [at] : []));
    const hidden = new Set(digitsAt.slice(first, -last));
    return [...text].map((character, at) => (hidden.has(at) ? mask : character)).join('');
  });

/** Text that holds a card number, masked on its way in or not, or nearly. */
export const cardText: fc.Arbitrary<string> = fc
  .tuple(edge, fc.oneof({ weight: 3, arbitrary: number }, { weight: 3, arbitrary: grouped }, masked), edge)
  .map((parts) => parts.join(''));

/** A card number as a JSON integer. */
export const cardInteger: fc.Arbitrary<string> = number;
