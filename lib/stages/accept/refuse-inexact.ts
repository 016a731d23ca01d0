import { jsonTokens } from './json-tokens.ts';

/**
 * A strict JSON document in which those numbers of the named decimal fields are no numbers any more whose double is another
 * number: they have more digits than any amount, and are never rounded to one. Returns the document itself if there
 * are none.
 *
 * @param fields names, or places within an object (`properties.amount`).
 */
export function refuseInexact(document: string, fields: readonly string[]): string {
  const parts: string[] = [];
  const keys: string[] = [];
  let from = 0;
  let last = '';
  for (const { text, at } of jsonTokens(document)) {
    if (text === '{' || text === '[') keys.push(text);
    else if (text === '}' || text === ']') keys.pop();
    else if (text === ':') keys[keys.length - 1] = JSON.parse(last);
    else if (/^[-0-9]/.test(text) && fields.includes(keys.join('.')) && !isExact(text)) {
      parts.push(document.slice(from, at), `"inexact ${text}"`);
      from = at + text.length;
    }
    last = text;
  }
  return parts.join('') + document.slice(from);
}

/** Whether the double that stands for a number literal is written as the same number. */
export function isExact(literal: string): boolean {
  return normalise(literal) === normalise(String(Number(literal)));
}

/** Digits and exponent of a decimal number: "1.50" and "150e-2" are both "15e-1". */
function normalise(literal: string): string {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(literal);
  if (!match) return literal;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}
