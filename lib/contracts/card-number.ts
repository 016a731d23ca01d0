/**
 * Finding card numbers (law 9): 13 to 19 digits that begin with 2 to 6 and satisfy Luhn, plain or in card groups 4-4-4-4,
 * 4-4-4-4-3 or 4-6-5 parted by single blanks or dashes, touching no other ASCII letter or digit. No part of a UUID
 * has that form.
 */
const groupings = [
  '[2-6][0-9]{12,18}',
  '[2-6][0-9]{3}(?:[ -][0-9]{4}){3}',
  '[2-6][0-9]{3}(?:[ -][0-9]{4}){3}[ -][0-9]{3}',
  '[2-6][0-9]{3}[ -][0-9]{6}[ -][0-9]{5}',
];
const shortest = 13;
// A look-ahead consumes nothing, so candidates that overlap are all seen.
const candidates = groupings.map((digits) => new RegExp(`(?<![0-9A-Za-z])(?=(${digits})(?![0-9A-Za-z]))`, 'g'));

/** Start and end (exclusive) of every card number in the text, in no particular order. */
export function findCardNumbers(text: string): [number, number][] {
  if (text.length < shortest) return [];
  return candidates.flatMap((candidate) =>
    [...text.matchAll(candidate)]
      .filter((match) => isLuhnValid(match[1] ?? ''))
      .map((match): [number, number] => [match.index, match.index + (match[1] ?? '').length]),
  );
}

/** The text with the digits of every card number, but its last four, replaced by asterisks. */
export function maskCardNumbers(text: string): string {
  const found = findCardNumbers(text);
  if (found.length === 0) return text;
  const characters = text.split('');
  for (const [start, end] of found) {
    let kept = 4;
    for (let at = end - 1; at >= start; at--) {
      if (!/[0-9*]/.test(characters[at] ?? '')) continue;
      if (kept-- > 0) continue;
      characters[at] = '*';
    }
  }
  return maskCardNumbers(characters.join(''));
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
