import type { NumberFormat, SignForm } from '../number-format.ts';
import type { Decimal } from './decimal.ts';

/** A number as it was read, and the currency signs that stood at it. */
export type WrittenNumber = Decimal & { signs: string[] };

/**
 * A reader of numbers of a format, exact to the last digit; undefined for a text that is not of it. One of the `signs` may stand
 * before or behind the number, inside or outside of what tells its sign.
 */
export function compileNumber(
  format: NumberFormat,
  signs: readonly string[] = [],
): (text: string) => WrittenNumber | undefined {
  const { decimal = '.', positive = '5', negative = '-5' } = format;
  const thousands = format.thousands && marks[format.thousands];
  const whole = thousands ? `[0-9]+|[0-9]{1,3}(?:${thousands}[0-9]{3})+` : '[0-9]+';
  const number = `(?:(?<whole>${whole})(?:${quoted(decimal)}(?<decimals>[0-9]+))?|${quoted(decimal)}(?<only>[0-9]+))`;
  const sign = signs.length === 0 ? '()' : `(${signs.map(quoted).join('|')})?`;
  const toForm = (form: SignForm, isNegative: boolean): { pattern: RegExp; isNegative: boolean } => {
    const [before = '', after = ''] = form.split('5').map((affix) => quoted(affix.trim()).replace('-', '[-\u2212]'));
    const parts = ['^', sign, before, sign, number, sign, after, sign, '$'];
    return { pattern: new RegExp(parts.filter((part) => part !== '').join(`${blank}*`), 'iu'), isNegative };
  };
  const forms = [
    ...[positive].flat().map((form) => toForm(form, false)),
    ...[negative].flat().map((form) => toForm(form, true)),
  ];
  return (text) => {
    for (const { pattern, isNegative } of forms) {
      const match = pattern.exec(text);
      if (!match) continue;
      const { whole: digits = '0', decimals, only } = match.groups ?? {};
      const fraction = decimals ?? only ?? '';
      const units = BigInt(digits.replace(/[^0-9]/g, '') + fraction);
      const found = [match[1], match[2], match[6], match[7]].filter((part) => part !== undefined && part !== '');
      return { units, scale: fraction.length, isNegative, signs: found as string[] };
    }
    return undefined;
  };
}

const blank = '[ \\u00a0\\u2009\\u202f]';
const marks = { '.': '\\.', ',': ',', ' ': blank, "'": "['\u2019]" };

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
