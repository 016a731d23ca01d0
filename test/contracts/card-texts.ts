import fc from 'fast-check';

/** Digits in each way a card may be written: so many in a row, parted by one blank or dash. */
const cardGroups: readonly (readonly number[])[] = [
  ...Array.from({ length: 7 }, (_, more) => [13 + more]),
  [4, 4, 4, 4],
  [4, 4, 4, 4, 3],
  [4, 6, 5],
];

/** The check digit by the tables of ISO/IEC 7812-1, written apart from the product's own sum. */
export function luhnDigit(body: string): string {
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  const sum = [...body]
    .reverse()
    .map(Number)
    .reduce((total, digit, at) => total + (at % 2 === 0 ? (doubled[digit] ?? 0) : digit), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Whether text has the form of a card number and satisfies Luhn: the reference that is tried on every substring. */
export function isCardNumber(text: string): boolean {
  const groups = text.split(/[ -]/);
  const form = groups.map((group) => group.length).join('-');
  const digits = groups.join('');
  return (
    /^[2-6][0-9]+$/.test(digits) &&
    (['4-4-4-4', '4-4-4-4-3', '4-6-5'].includes(form) || /^1[3-9]$/.test(form)) &&
    luhnDigit(digits.slice(0, -1)) === digits.slice(-1)
  );
}

/** Card numbers in every form that satisfy Luhn. `wrongBy` 1 to 9 spoils the check digit instead. */
export function cardNumber(wrongBy: fc.Arbitrary<number> = fc.constant(0)): fc.Arbitrary<string> {
  return fc
    .record({
      groups: fc.constantFrom(...cardGroups),
      first: fc.constantFrom('2', '3', '4', '5', '6'),
      digits: fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 17, maxLength: 17 }),
      separators: fc.array(fc.constantFrom(' ', '-'), { minLength: 4, maxLength: 4 }),
      wrongBy,
    })
    .map(({ groups, first, digits, separators, wrongBy }) => {
      const length = groups.reduce((sum, group) => sum + group, 0);
      const body = first + digits.slice(0, length - 2);
      const check = (Number(luhnDigit(body)) + wrongBy) % 10;
      let rest = body + check;
      let text = '';
      for (const [at, group] of groups.entries()) {
        text += (at === 0 ? '' : separators[at - 1]) + rest.slice(0, group);
        rest = rest.slice(group);
      }
      return text;
    });
}

/** Text that cannot be, or complete, a card number: no digits, and no letter at its inner edge. */
export const surroundings = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom(' ', '"', ':', '.', '/', '_', '(', '한', '\t'))
  .map(([text, edge]) => ({ before: text.replace(/\p{N}/gu, '') + edge, after: edge + text.replace(/\p{N}/gu, '') }));
