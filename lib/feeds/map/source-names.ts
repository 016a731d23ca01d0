import type { Field } from '../field.ts';
import type { Money } from '../money.ts';

/** The columns a field reads, but for those of the shape's money. */
export function sourceNames(field: Field): string[] {
  if ('from' in field) return [field.from];
  if ('join' in field) return [...field.join];
  if ('hashOf' in field) return [field.hashOf];
  if ('lastDigitsOf' in field) return [field.lastDigitsOf];
  if ('numberFrom' in field) return [field.numberFrom];
  if ('timeFrom' in field) {
    const zone = typeof field.zone === 'object' ? [field.zone.from] : [];
    return [...[field.timeFrom].flat(), ...zone];
  }
  if ('contentHashOf' in field)
    return field.contentHashOf.flatMap((part) => (typeof part === 'string' ? [part] : sourceNames(part)));
  return [];
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
