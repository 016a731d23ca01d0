/*
 * The oracle: interfaces.md section 3 once more, slowly and plainly, from its words alone. It shares no code with lib/.
 */

const blanks = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0xa0, 0x3000, 0xfeff]);

/** The text without the contract's blanks at its ends. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && blanks.has(text.charCodeAt(start))) start++;
  while (end > start && blanks.has(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Smallest units as decimal text: -1250n is "-12.50" with two decimals. */
export function toDecimal(units: bigint, decimals = 2): string {
  const [sign, size] = units < 0n ? ['-', -units] : ['', units];
  const scale = 10n ** BigInt(decimals);
  return `${sign}${size / scale}.${String(size % scale).padStart(decimals, '0')}`;
}

/** Days since 1970-01-01 of a date. */
export function dayNumber(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  return moment.getTime() / 86_400_000;
}
