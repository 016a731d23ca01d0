import { iso4217 } from '../../contracts/iso-4217.ts';
import { minorUnits } from '../../contracts/minor-units.ts';
import type { Money } from '../money.ts';
import { toKey } from '../to-key.ts';
import { checkNumberFormat } from './check-number-format.ts';
import { unknownKeys } from './unknown-keys.ts';

const keys = [
  'amount',
  'currency',
  'signs',
  'minorUnits',
  'side',
  'plus',
  'minus',
  'decimal',
  'thousands',
  'positive',
  'negative',
];

/** What is wrong with how a feed declares its money, but for names that are not in the header. */
export function checkMoney(money: Money): string[] {
  const { amount, currency, signs = {}, minorUnits: units, side } = money;
  const codes = [...('constant' in currency ? [currency.constant] : []), ...Object.values(signs)];
  const parts = typeof amount === 'string' ? '' : Object.keys(amount).sort().join();
  const words = [...(side?.positive ?? []), ...(side?.negative ?? [])].map(toKey);
  const twice = words.filter((word, at) => words.indexOf(word) < at);
  return [
    ...unknownKeys(money, keys),
    ...checkNumberFormat(money),
    ...(['', 'negative,positive', 'price,quantity'].includes(parts)
      ? []
      : ['amount is a column, or { positive, negative }, or { quantity, price }']),
    ...codes
      .filter((code) => /^.{0,3}$/.test(code) && !iso4217.includes(code))
      .map((code) => `currency "${code}" is not listed by ISO 4217`),
    ...Object.keys(signs)
      .filter((sign) => sign.trim() === '' || /[0-9.,]/.test(sign))
      .map((sign) => `signs: "${sign}" cannot be told from the number`),
    ...(units === undefined || units === 'ISO 4217' || (Number.isInteger(units) && units >= 0 && units <= 8)
      ? []
      : [`minorUnits is 'ISO 4217' or the number of decimals, 0 to 8, not "${units}"`]),
    ...(units === 'ISO 4217'
      ? codes.filter((code) => minorUnits(code) === undefined).map((code) => `ISO 4217 gives "${code}" no minor units`)
      : []),
    ...(side && (side.positive.length === 0 || side.negative.length === 0)
      ? ['side needs words for positive and for negative']
      : []),
    ...(side && parts === 'negative,positive' ? ['side stands beside columns for positive and negative'] : []),
    ...twice.map((word) => `side: "${word}" stands twice`),
  ];
}
