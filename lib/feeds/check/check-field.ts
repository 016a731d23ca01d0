import type { Column, ColumnType } from '../../contracts/contract.ts';
import { describeColumn, fitsColumn } from '../../contracts/fits-column.ts';
import type { Field, JoinedField, Part, TextField } from '../field.ts';
import { sourceNames } from '../map/source-names.ts';
import { toKey } from '../to-key.ts';
import { checkNumberFormat } from './check-number-format.ts';
import { checkTime } from './check-time.ts';
import { unknownKeys } from './unknown-keys.ts';

/** The kinds of field by the key that tells them: what else they may say, and the columns they can fill. */
const kinds: Record<string, { keys: readonly string[]; fills?: readonly ColumnType['kind'][] }> = {
  constant: { keys: [] },
  from: { keys: ['whenEmpty', 'prefix', 'values', 'otherwise'] },
  join: { keys: ['by', 'prefix'], fills: ['text'] },
  hashOf: { keys: ['prefix', 'whenEmpty'], fills: ['text'] },
  contentHashOf: { keys: [], fills: ['text'] },
  lastDigitsOf: { keys: ['digits', 'prefix', 'whenEmpty'], fills: ['text'] },
  timeFrom: { keys: ['format', 'zone'], fills: ['instant'] },
  numberFrom: { keys: ['decimal', 'thousands', 'positive', 'negative'], fills: ['decimal'] },
  money: { keys: [] },
};

/** What is wrong with a field of a contract column, each as a sentence that names value and what is allowed. */
export function checkField(field: Field, column: Column): string[] {
  const kind = Object.keys(kinds).find((key) => key in field);
  if (kind === undefined) return [`says none of ${Object.keys(kinds).join(', ')}`];
  const { keys = [], fills } = kinds[kind] ?? {};
  if (fills && !fills.includes(column.type.kind)) return [`${kind} cannot fill it: it takes ${describeColumn(column)}`];
  const problems = unknownKeys(field, [kind, ...keys]);
  const fits = (what: string, text: string): string[] =>
    fitsColumn(column, text) ? [] : [`${what} "${text}" is not valid: the contract takes ${describeColumn(column)}`];
  if (!('constant' in field) && !('money' in field) && sourceNames(field).length === 0)
    problems.push(`${kind} reads no column`);
  if ('constant' in field) problems.push(...fits('constant', field.constant));
  if ('from' in field) problems.push(...checkText(field, column, fits));
  if ('join' in field) problems.push(...checkJoin(field, fits));
  if ('hashOf' in field) problems.push(...fits('an id such as', `${field.prefix}${'0'.repeat(16)}`));
  if ('lastDigitsOf' in field) {
    if (!(Number.isInteger(field.digits) && field.digits > 0 && field.digits <= 6))
      problems.push('digits must be 1 to 6');
    else problems.push(...fits('an id such as', `${field.prefix}${'0'.repeat(field.digits)}`));
  }
  if (('hashOf' in field || 'lastDigitsOf' in field) && field.whenEmpty !== undefined)
    problems.push(...fits('whenEmpty', field.whenEmpty));
  if ('money' in field) problems.push(...checkPart(field.money, column));
  if ('contentHashOf' in field) problems.push(...checkParts(field.contentHashOf));
  if ('timeFrom' in field) problems.push(...checkTime(field));
  if ('numberFrom' in field) problems.push(...checkNumberFormat(field));
  return problems;
}

function checkJoin({ join, by, prefix = '' }: JoinedField, fits: (what: string, text: string) => string[]): string[] {
  const samples = join.map((part) => {
    if (typeof part === 'string') return '0000';
    if ('numberFrom' in part) return '12.00';
    return /[hH]|iso|epoch/.test([part.format].flat().join()) ? '2025-09-01 10:20:00' : '2025-09-01';
  });
  return [
    ...(join.length < 2 || by === '' ? ['join needs two columns at least, and `by` a separator'] : []),
    ...(by !== '' && samples.some((sample) => sample.includes(by))
      ? [`by "${by}" stands in every date or number too: take another, such as _`]
      : fits('an id such as', prefix + samples.join(by))),
    ...checkParts(join),
  ];
}

function checkParts(parts: readonly Part[]): string[] {
  return parts
    .filter((part) => typeof part !== 'string')
    .flatMap((part) => ('timeFrom' in part ? checkTime(part) : checkNumberFormat(part)));
}

function checkText(
  { whenEmpty, prefix = '', values, otherwise }: TextField,
  column: Column,
  fits: (what: string, text: string) => string[],
): string[] {
  const words = Object.keys(values ?? {});
  const twice = words.filter((word, at) => words.findIndex((other) => toKey(other) === toKey(word)) < at);
  // Of a pattern's own examples nothing is known: digits are valid in ids and codes alike.
  const sample = ['0000', '00000000'].some((text) => fitsColumn(column, prefix + text));
  return [
    ...(whenEmpty === undefined ? [] : fits('whenEmpty', whenEmpty)),
    ...(otherwise === undefined ? [] : fits('otherwise', otherwise)),
    ...Object.entries(values ?? {}).flatMap(([word, value]) => fits(`values: "${word}" means`, value)),
    ...twice.map((word) => `values has "${word}" twice: words are compared in any case`),
    ...(values && words.length === 0 ? ['values is empty'] : []),
    ...(otherwise !== undefined && !values ? ['otherwise stands without values'] : []),
    ...(prefix !== '' && values ? ['prefix stands beside values, which are whole words of the contract'] : []),
    ...(prefix !== '' && !sample
      ? [`prefix "${prefix}" is not valid: the contract takes ${describeColumn(column)}`]
      : []),
  ];
}

function checkPart(part: string, column: Column): string[] {
  const kindOf: Record<string, ColumnType['kind']> = { amount: 'decimal', currency: 'text', isNegative: 'boolean' };
  const kind = kindOf[part];
  if (kind === undefined) return [`money has no part "${part}"; it has ${Object.keys(kindOf).join(', ')}`];
  return kind === column.type.kind ? [] : [`money's ${part} cannot fill it: it takes ${describeColumn(column)}`];
}
