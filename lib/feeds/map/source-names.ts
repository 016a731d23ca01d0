import type { Field, Part } from '../field.ts';
import type { Money } from '../money.ts';

/** The columns a field reads, but for those of the shape's money. */
export function sourceNames(field: Field): string[] {
  if ('from' in field) return [field.from];
  if ('hashOf' in field) return [field.hashOf];
  if ('lastDigitsOf' in field) return [field.lastDigitsOf];
  if ('numberFrom' in field) return [field.numberFrom];
  if ('timeFrom' in field) {
    const zone = typeof field.zone === 'object' ? [field.zone.from] : [];
    return [...[field.timeFrom].flat(), ...zone];
  }
  if ('join' in field) return partNames(field.join);
  return 'contentHashOf' in field ? partNames(field.contentHashOf) : [];
}

function partNames(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => (typeof part === 'string' ? [part] : sourceNames(part)));
}

/** The columns an amount of money is read from. */
export function moneyNames({ amount, currency, side, plus = [], minus = [] }: Money): string[] {
  return [
    ...(typeof amount === 'string' ? [amount] : Object.values(amount)),
    ...('from' in currency ? [currency.from] : []),
    ...(side ? [side.from] : []),
    ...plus,
    ...minus,
  ];
}
