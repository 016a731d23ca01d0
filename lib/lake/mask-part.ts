import { findDigitsToMask, type Span } from '../contracts/card-number.ts';
import { findDigitRuns, findHiddenDigits, hasCardShape } from '../contracts/card-shape.ts';
import { levelEscapes } from '../contracts/level-escapes.ts';
import { PaylakeError } from '../errors.ts';
import type { ByteText } from './byte-text.ts';
import type { JsonStrings } from './json-strings.ts';

/** A text that is masked part by part; `strings` where it is JSON. */
export type MaskedText = {
  text: ByteText;
  /** Bytes after which the text may be parted: no card number goes on there. */
  borders: ReadonlySet<number>;
  strings: JsonStrings | undefined;
};

/**
 * A part of a text with its card numbers masked; the very buffer where there are none. A number of JSON that stands without
 * quotes gets some: with masks in it, it is no number.
 *
 * @param found told how many numbers were masked.
 */
export function maskPart(of: MaskedText, bytes: Buffer, found: (numbers: number) => void): Buffer {
  const { text, strings } = of;
  const parts: Buffer[] = [];
  let kept = 0;
  const put = ([start, end]: Span, by: Buffer): void => {
    parts.push(bytes.subarray(kept, start * text.unit), by);
    kept = end * text.unit;
  };
  let done = 0;
  for (const offset of findSuspects(text, bytes)) {
    if (offset < done) continue;
    const [start, end] = stretchAround(of, bytes, offset);
    done = end;
    const view = text.view(bytes.subarray(start, end));
    const before = start / text.unit;
    const numbers = findNumbers(view, strings !== undefined);
    for (const digits of numbers) {
      const token = strings && tokenAround(view, digits);
      const isQuoted = token && !strings.isInsideAt(text.view(bytes), before + token[0]);
      if (isQuoted) put([before + token[0], before + token[0]], text.quote);
      for (const [from, to] of digits) put([before + from, before + to], needMask(text));
      if (isQuoted) put([before + token[1], before + token[1]], text.quote);
    }
    if (numbers.length > 0) found(numbers.length);
  }
  return parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(kept)]);
}

/** Where a close look is due, ascending: more than where numbers are. */
function findSuspects({ unit, keepsAscii }: ByteText, bytes: Buffer): number[] {
  if (unit > 1) return [0];
  const suspects: number[] = [];
  findDigitRuns(bytes, (offset, run) => {
    // What stands next to the digits may be the second half of a character.
    if (!keepsAscii || hasCardShape(run)) suspects.push(offset);
  });
  const runs = suspects.length;
  findHiddenDigits(bytes, (offset) => void suspects.push(offset));
  return runs === suspects.length ? suspects : suspects.sort((one, other) => one - other);
}

/** From the border before a place to the one behind it; of UTF-16 all. */
function stretchAround({ text, borders }: MaskedText, bytes: Buffer, offset: number): Span {
  if (text.unit > 1) return [0, bytes.length];
  let start = offset;
  while (start > 0 && !borders.has(bytes[start - 1] ?? 0)) start--;
  let end = offset + 1;
  while (end < bytes.length && !borders.has(bytes[end - 1] ?? 0)) end++;
  return [start, end];
}

/** The digits to mask of each number. JSON is read with its escapes, and once more as it stands. */
function findNumbers(view: string, isJson: boolean): Span[][] {
  if (!isJson || !view.includes('\\')) return findDigitsToMask(view);
  const decoded = findDigitsToMask(levelEscapes(view));
  const characters = view.split('');
  for (const [start, end] of decoded.flat()) characters.fill(' ', start, end);
  const plain = findDigitsToMask(characters.join(''));
  return [...decoded, ...plain].sort(([one], [other]) => (one?.[0] ?? 0) - (other?.[0] ?? 0));
}

/** The number token of JSON that the digits belong to, if it looks like one: a string may look so inside. */
function tokenAround(view: string, digits: readonly Span[]): Span | undefined {
  const first = digits[0]?.[0] ?? 0;
  const start = first - (/-?[0-9]*$/.exec(view.slice(0, first))?.[0].length ?? 0);
  const end = first + (/^[0-9]*/.exec(view.slice(first))?.[0].length ?? 0);
  return /[:,[]\s*$/.test(view.slice(0, start)) && /^\s*[,\]}]/.test(view.slice(end)) ? [start, end] : undefined;
}

function needMask({ mask }: ByteText): Buffer {
  if (mask) return mask;
  throw new PaylakeError(
    'usage',
    'it holds a card number, and its encoding has no character to mask one with',
    'have the sender mask card numbers, or write UTF-8',
  );
}
