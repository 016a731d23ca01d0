/** An exact decimal: `units` of 10^-scale, never below nought; a nought can be negative, as a return of something free is. */
export type Decimal = { units: bigint; scale: number; isNegative: boolean };

/** The sum, with the sign of what is larger; of two noughts that of the first. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const sum = signed(a, scale) + signed(b, scale);
  return { units: sum < 0n ? -sum : sum, scale, isNegative: sum === 0n ? a.isNegative : sum < 0n };
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale, isNegative: a.isNegative !== b.isNegative };
}

/** The size as text: two decimals, more only where they are not nought; nothing is rounded. */
export function toText({ units, scale }: Decimal): string {
  const digits = String(units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const decimals = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${whole}.${decimals.padEnd(2, '0')}`;
}

/** The value as text; nought has no sign. */
export function toSignedText(decimal: Decimal): string {
  return (decimal.isNegative && decimal.units !== 0n ? '-' : '') + toText(decimal);
}

function signed({ units, scale, isNegative }: Decimal, to: number): bigint {
  const scaled = units * 10n ** BigInt(to - scale);
  return isNegative ? -scaled : scaled;
}
