import { maskCharacters } from './card-number.ts';

/*
 * Where a card number may stand in the bytes of a text, found at the speed of a disk: more than there is, never less. For
 * UTF-8 and every encoding that keeps ASCII.
 */

const shortest = 13;
const longestEscape = '\\u0000'.length;
const maskBytes = maskCharacters.map((character) => Buffer.from(character));

/** 1 for the bytes that a card number or a number can be made of: digit, blank, dash, point. */
const numberClass = new Uint8Array(256);
for (const byte of '0123456789 -.') numberClass[byte.charCodeAt(0)] = 1;

/** Touching no letter or digit and no point behind a digit, but for the letters and digits of an escape: `\n`, `\u00a0`. */
const cardShape =
  /(?:(?<![0-9A-Za-z])(?<!(?<!\\u[0-9A-Fa-f]{3})[0-9]\.)|(?<=\\[a-z])|(?<=\\u[0-9A-Fa-f]{4}))(?:[2-6][0-9]{12,18}|[2-6][0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{3})?|[2-6][0-9]{3}[ -][0-9]{6}[ -][0-9]{5})(?![0-9A-Za-z]|\.[0-9])/;

/** Whether a run of digits, with what stands around it, has the shape of a card number. */
export function hasCardShape(run: string): boolean {
  return cardShape.test(run);
}

/**
 * Calls `found` with the offset of each run of 13 or more digits, blanks, dashes and points, and with the run and what stands
 * around it. Any such run covers a multiple of 13, so only each 13th byte is looked at before looking closer.
 */
export function findDigitRuns(bytes: Buffer, found: (offset: number, run: string) => void): void {
  for (let at = shortest - 1; at < bytes.length; at += shortest) {
    if (numberClass[bytes[at] ?? 0] === 0) continue;
    let start = at;
    while (start > 0 && numberClass[bytes[start - 1] ?? 0] !== 0) start--;
    let end = at;
    while (end + 1 < bytes.length && numberClass[bytes[end + 1] ?? 0] !== 0) end++;
    if (end - start + 1 >= shortest)
      found(start, bytes.toString('latin1', Math.max(0, start - longestEscape), end + 2));
    at = end;
  }
}

/** Calls `found` with the offset of each JSON escape that stands for a digit, a blank, a dash, a point or a mask. */
export function findHiddenDigits(bytes: Buffer, found: (offset: number) => void): void {
  for (let at = bytes.indexOf('\\u'); at >= 0; at = bytes.indexOf('\\u', at + 1)) {
    const character = String.fromCharCode(Number.parseInt(bytes.toString('latin1', at + 2, at + longestEscape), 16));
    if (/[0-9 .-]/.test(character) || maskCharacters.some((mask) => mask === character)) found(at);
  }
}

/** Calls `found` with the offset of each two masks in a row: every masked number has such. */
export function findMasks(bytes: Buffer, found: (offset: number) => void): void {
  for (const mask of maskBytes) {
    for (let at = bytes.indexOf(mask); at >= 0; at = bytes.indexOf(mask, at + 1)) {
      const next = bytes.subarray(at + mask.length, at + 2 * mask.length);
      if (maskBytes.some((other) => other.equals(next))) found(at);
    }
  }
}
