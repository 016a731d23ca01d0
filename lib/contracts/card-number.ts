import { fill } from './level-escapes.ts';

/**
 * Card numbers (law 9): 13 to 19 digits that begin with 2 to 6 and satisfy Luhn, plain or in card groups 4-4-4-4,
 * 4-4-4-4-3 or 4-6-5 parted by single blanks or dashes, touching no other ASCII letter or digit, nor a decimal point that
 * touches a digit. So no part of a UUID has that form, and no coordinate. One that is masked as this file masks counts like
 * the number itself: it was one where it came from.
 */

/** What a masked digit becomes; the second where an encoding lacks the first (EUC-KR, Shift_JIS). */
export const maskCharacters = ['\u2022', '\uff0a'] as const;
const shortest = 13;
/** Digits that a mask leaves, at both ends. */
const kept = { first: 6, last: 4 };

const [f, mark] = [`${fill}*`, `[-\\x20]${fill}*`];
const digits = (count: string): string => `(?:[0-9]${f}){${count}}`;
const masks = (count: string): string => `(?:[${maskCharacters.join('')}]${f}){${count}}`;
const four = `[2-6]${f}${digits('3')}`;
const before = `(?<![0-9A-Za-z]${f})(?<![0-9]${f}\\.${f})`;
const after = `(?![${fill}0-9A-Za-z]|\\.${f}[0-9])`;

/** Of those that begin alike, the longest first. */
const forms = [
  `${four}${digits('9,15')}`,
  `${four}(?:${mark}${digits('4')}){3}${mark}${digits('3')}`,
  `${four}(?:${mark}${digits('4')}){3}`,
  `${four}${mark}${digits('6')}${mark}${digits('5')}`,
];
const maskedForms = [
  `${four}${digits('2')}${masks('3,9')}${digits('4')}`,
  `${four}${mark}${digits('2')}${masks('2')}${mark}${masks('4')}${mark}${masks('3')}${digits('1')}${mark}${digits('3')}`,
  `${four}${mark}${digits('2')}${masks('2')}${mark}${masks('4')}${mark}${digits('4')}`,
  `${four}${mark}${digits('2')}${masks('4')}${mark}${masks('1')}${digits('4')}`,
];
const starts = new RegExp(`(?=[2-6])${before}(?=(?:${forms.join('|')})${after})`, 'g');
const atStart = forms.map((form) => new RegExp(`${form}${after}`, 'y'));
const masked = new RegExp(`(?=[2-6])${before}(?:${maskedForms.join('|')})${after}`, 'g');
const digit = new RegExp(`[0-9]${f}`, 'g');

/** Start and end (exclusive) of the card numbers in a text, masked ones too: none exactly where it holds none. */
export function findCardNumbers(text: string): [number, number][] {
  if (text.length < shortest) return [];
  const found = [...bareNumbers(text), ...text.matchAll(masked)];
  return found.map(({ index, 0: number }): [number, number] => [index, index + number.length]);
}

/** Start and end (exclusive). */
export type Span = readonly [number, number];

/** Of every number in a text that is not masked yet the digits that have to be, all ascending: all but the first six and last four. */
export function findDigitsToMask(text: string): Span[][] {
  if (text.length < shortest) return [];
  return [...bareNumbers(text)].map(({ index, 0: number }) =>
    [...number.matchAll(digit)]
      .slice(kept.first, -kept.last)
      .map(({ index: at, 0: { length } }): Span => [index + at, index + at + length]),
  );
}

/** The text with all but the first six and last four digits of every card number replaced by U+2022. */
export function maskCardNumbers(text: string): string {
  return replaceSpans(text, findDigitsToMask(text).flat());
}

/** The text with each span (ascending) replaced by one mask character. */
export function replaceSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const parts = spans.map(([start], at) => text.slice(at === 0 ? 0 : spans[at - 1]?.[1], start));
  return `${parts.join(maskCharacters[0])}${maskCharacters[0]}${text.slice(spans.at(-1)?.[1])}`;
}

type Found = { index: number; 0: string };

/** From left to right. The next one may begin with the digits that a mask leaves of the one before. */
function* bareNumbers(text: string): Generator<Found> {
  for (let from = 0; ; ) {
    const found = firstNumber(text.slice(from));
    if (!found) return;
    const { index, 0: number } = found;
    yield { index: from + index, 0: number };
    from += index + ([...number.matchAll(digit)].at(-kept.last)?.index ?? 0);
  }
}

function firstNumber(text: string): Found | undefined {
  starts.lastIndex = 0;
  for (let start = starts.exec(text); start; start = starts.exec(text)) {
    const { index } = start;
    // What was found is empty: a look-ahead takes nothing.
    starts.lastIndex = index + 1;
    for (const form of atStart) {
      form.lastIndex = index;
      const number = form.exec(text)?.[0];
      if (number !== undefined && isLuhnValid(number)) return { index, 0: number };
    }
  }
  return undefined;
}

/** Luhn's check (ISO/IEC 7812-1) over the digits of the text; other characters are passed over. */
export function isLuhnValid(text: string): boolean {
  let sum = 0;
  let doubled = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    const value = doubled ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    doubled = !doubled;
  }
  return sum % 10 === 0;
}
