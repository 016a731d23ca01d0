import { toDecimal } from './text.ts';

/*
 * How texts and JSON numbers become values: exact decimal arithmetic over the spelling.
 */

export const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

export const among =
  (names: readonly string[]) =>
  (text: string): string | undefined =>
    names.includes(text) ? text : undefined;

export function readVersion(text: string): string | undefined {
  return /^[0-9]{1,18}$/.test(text) && BigInt(text) >= 1n ? String(BigInt(text)) : undefined;
}

/** At most sixteen whole digits and so many decimals; noughts behind them and a missing whole part are exact. */
export function readDecimalText(text: string, decimals: number): string | undefined {
  const parts = new RegExp(`^([0-9]{0,16})(?:\\.([0-9]{1,${decimals}})0*)?$`).exec(text);
  if (!parts || text === '') return undefined;
  return toDecimal(BigInt(`${parts[1]}${(parts[2] ?? '').padEnd(decimals, '0')}`), decimals);
}

/**
 * By its value. `places` is how many digits it may have in all, decimals counted in full (15 in cents: below 10^13); where it is
 * absent, fifteen significant digits, of which sixteen whole ones at most.
 */
export function readDecimalNumber(literal: string, decimals: number, places: number | undefined): string | undefined {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(literal);
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return toDecimal(0n, decimals);
  const shift = Number(exponent) - fraction.length + decimals;
  const size = digits.length + shift;
  if (sign === '-' || size > (places ?? 16 + decimals)) return undefined;
  if (places === undefined && digits.replace(/0+$/, '').length > 15) return undefined;
  const kept = shift < 0 ? digits.slice(0, shift) : digits;
  if (shift < 0 && !/^0*$/.test(digits.slice(shift))) return undefined;
  return toDecimal(BigInt((kept || '0') + '0'.repeat(Math.max(0, shift))), decimals);
}
