import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCardNumbers, isLuhnValid, maskCardNumbers } from '../../lib/contracts/card-number.ts';
import { inspectJson } from '../../lib/stages/accept/inspect-json.ts';
import { scanLines } from '../../lib/stages/accept/scan-lines.ts';
import { cardNumber, isCardNumber, luhnDigit, surroundings } from './card-texts.ts';

const found = (text: string): string[] => findCardNumbers(text).map(([start, end]) => text.slice(start, end));

describe('card numbers by example', () => {
  // Numbers the card schemes publish for tests.
  test.each([
    ['13 digits', '4222222222222'],
    ['14 digits', '30569309025904'],
    ['15 digits', '378282246310005'],
    ['16 digits', '4111111111111111'],
    ['17 digits', `6759649826438765${luhnDigit('6759649826438765')}`],
    ['18 digits', `67596498264387620${luhnDigit('67596498264387620')}`],
    ['19 digits', '6304000000000000000'],
    ['first digit 2', '2223003122003222'],
    ['4-4-4-4, blanks', '5555 5555 5555 4444'],
    ['4-4-4-4, dashes', '5555-5555-5555-4444'],
    ['4-6-5', '3782 822463 10005'],
    ['4-4-4-4-3', `6304 0000 0000 0000 00${luhnDigit('630400000000000000')}`],
  ])('%s are found, in a sentence and alone', (_, number) => {
    expect(isLuhnValid(number)).toBe(true);
    for (const text of [
      number,
      `paid with ${number}.`,
      `no.${number}`,
      `"${number}"`,
      `카드${number}번호`,
      `x_${number}_y`,
    ]) {
      expect(found(text)).toContain(number);
    }
  });

  test.each([
    ['12 digits', '411111111116'],
    ['20 digits', '41111111111111111116'],
    ['first digit 1', '1111111111111117'],
    ['first digit 7', '7111111111111111'],
    ['first digit 0', '0411111111111117'],
    ['Luhn fails', '4111111111111112'],
    ['a letter before', 'x4111111111111111'],
    ['a letter behind', '4111111111111111Z'],
    ['a digit before the first group', '15555 5555 5555 4444'],
    ['a digit behind the last group', '5555 5555 5555 44440'],
    ['two blanks', '5555  5555 5555 4444'],
    ['dots', '5555.5555.5555.4444'],
    ['other groups', '55555 55555 55554444'],
    ['groups across lines', '5555\n5555\n5555\n4444'],
    ['behind a decimal point', '37.4979462031234567'],
    ['before a decimal point', '4111111111111111.5'],
    ['groups before a decimal point', '5555 5555 5555 4444.00'],
  ])('%s: none', (_, text) => {
    expect(found(text)).toEqual([]);
    expect(maskCardNumbers(text)).toBe(text);
  });

  test('the mask keeps the first six and last four digits, the form and all the rest', () => {
    expect(maskCardNumbers('a 4111111111111111, b 3782-822463-10005.')).toBe(
      'a 411111••••••1111, b 3782-82••••-•0005.',
    );
    expect(maskCardNumbers('5555 5555 5555 4444')).toBe('5555 55•• •••• 4444');
    expect(maskCardNumbers('4222222222222')).toBe('422222•••2222');
  });

  test('what a mask leaves makes up no other number with what follows', () => {
    const first = '4111111111155555';
    expect(isCardNumber(first)).toBe(true);
    expect(maskCardNumbers(`${first} 5555 5555 4444`)).toBe('411111••••••5555 55•• •••• 4444');
  });

  test.each([
    '453201••••••0366',
    '453201•••0366',
    '453201•••••••••0366',
    '4532 01•• •••• 0366',
    '4532-01••-••••-•••0-366',
    '3782 82•••• •0005',
    '453201＊＊＊＊＊＊0366',
  ])('a number masked on its way in counts like the number itself: %s', (masked) => {
    for (const text of [masked, `paid with ${masked}.`, `카드${masked}번호`]) expect(found(text)).toEqual([masked]);
    for (const text of [`1${masked}`, `${masked}a`, `5.${masked}`, `${masked}.5`]) expect(found(text)).toEqual([]);
  });

  test.each([
    ['more hidden than we hide', '•••• •••• •••• 0366'],
    ['asterisks of the sender', '453201******0366'],
    ['too short', '453201••0366'],
    ['too long', '453201••••••••••0366'],
    ['five digits in front', '45320•••••••0366'],
    ['three digits behind', '453201•••••••366'],
    ['other groups', '453201•• •••• 0366'],
    ['first digit 9', '953201••••••0366'],
  ])('masked otherwise, it is none: %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('card numbers by property', () => {
  test('Luhn as in the tables of ISO/IEC 7812-1', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,25}$/), (body) => {
        for (const digit of '0123456789') expect(isLuhnValid(body + digit)).toBe(digit === luhnDigit(body));
      }),
      { numRuns: 100 },
    );
  });

  test('one in any text is found and masked', () => {
    fc.assert(
      fc.property(cardNumber(), surroundings, (number, { before, after }) => {
        const text = before + number + after;
        expect(found(text)).toContain(number);
        const masked = maskCardNumbers(text);
        expect(masked).not.toContain(number);
        expect(findBySubstrings(masked)).toEqual([]);
        expect(findCardNumbers(masked)).toEqual([[before.length, before.length + number.length]]);
        expect(masked).toHaveLength(text.length);
        expect(masked.slice(0, before.length)).toBe(before);
        expect(masked.slice(before.length + number.length)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  test('one whose check digit is wrong is none', () => {
    const wrong = cardNumber(fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(wrong, surroundings, (number, { before, after }) => {
        expect(found(before + number + after)).not.toContain(number);
      }),
      { numRuns: 500 },
    );
  });

  test('no part of a UUID is one, whatever its digits', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
    const decimalUuid = fc
      .tuple(digits(8), digits(4), digits(4), digits(4), digits(12))
      .map((groups) => groups.join('-'));
    fc.assert(
      fc.property(fc.oneof(decimalUuid, fc.uuid()), surroundings, (uuid, { before, after }) => {
        for (const text of [uuid, before + uuid + after, JSON.stringify({ card_id: uuid })]) {
          expect(found(text)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('something is found exactly where a search of every substring finds something; nothing is left behind the mask', () => {
    const piece = fc.oneof(
      { weight: 3, arbitrary: cardNumber() },
      { weight: 1, arbitrary: fc.stringMatching(/^[0-9]{1,6}$/) },
      { weight: 3, arbitrary: fc.constantFrom(' ', '-', 'a', '.', '*', ',', '5555', '4111') },
    );
    const texts = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const all = findBySubstrings(text);
        // Of two that overlap the first is masked; with what that leaves another may begin.
        expect(all).toEqual(expect.arrayContaining(found(text).slice(0, 1)));
        expect(found(text).length > 0).toBe(all.length > 0);
        const masked = maskCardNumbers(text);
        expect(findBySubstrings(masked)).toEqual([]);
        expect(maskCardNumbers(masked)).toBe(masked);
        expect(found(masked).length > 0).toBe(all.length > 0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the quick scan of raw lines agrees', () => {
  test('every line with a card number is looked at closely, escaped or not', () => {
    const line = fc
      .record({ number: cardNumber(), padding: fc.string({ maxLength: 40 }), escapeAt: fc.nat({ max: 40 }) })
      .map(({ number, padding, escapeAt }) => {
        const at = escapeAt % (number.length * 2);
        const escaped = [...number].map((character, index) => (index === at ? escapeCharacter(character) : character));
        return `{"memo":${JSON.stringify(padding)},"card":"${escaped.join('')}"}`;
      });
    const plain = fc.string({ maxLength: 40 }).map((memo) => JSON.stringify({ memo }));
    fc.assert(
      fc.property(fc.array(plain, { maxLength: 4 }), line, fc.array(plain, { maxLength: 3 }), (above, card, below) => {
        const { suspects } = scanLines(Buffer.from([...above, card, ...below].join('\n')));
        expect(suspects).toContain(above.length);
        const { cardNumber, malformed, raw } = inspectJson(card);
        expect({ cardNumber, malformed }).toEqual({ cardNumber: true, malformed: false });
        expect(maskCardNumbers(JSON.stringify(JSON.parse(raw)))).toBe(JSON.stringify(JSON.parse(raw)));
      }),
      { numRuns: 300 },
    );
  });
});

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function findBySubstrings(text: string): string[] {
  const isEdge = (at: number): boolean => !/[0-9A-Za-z]/.test(text.charAt(at));
  const isFraction = (start: number, end: number): boolean =>
    /[0-9]\.$/.test(text.slice(0, start)) || /^\.[0-9]/.test(text.slice(end));
  const numbers: string[] = [];
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 13; end <= Math.min(text.length, start + 23); end++) {
      if (isEdge(start - 1) && isEdge(end) && !isFraction(start, end) && isCardNumber(text.slice(start, end)))
        numbers.push(text.slice(start, end));
    }
  }
  return numbers;
}
