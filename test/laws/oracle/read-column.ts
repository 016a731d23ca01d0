import type { OracleColumn } from './contract.ts';
import type { Json } from './parse-json.ts';
import { trim } from './text.ts';

/** What a row says of a column: nothing, a text, a number as spelled, or something that is no value. */
export type Said = { kind: 'text' | 'number'; text: string } | { kind: 'nothing' | 'structure' };

/** The value of a column and the rule it breaks, if any. */
export function readColumn(
  name: string,
  column: OracleColumn,
  said: Said,
  zone: string,
): { value: string | null; rule?: string } {
  if (said.kind === 'nothing') {
    if (column.initial !== undefined) return { value: column.initial };
    return column.required ? { value: null, rule: `missing:${name}` } : { value: null };
  }
  const value = readValue(column, said, zone);
  return value === undefined ? { value: null, rule: `invalid:${name}` } : { value };
}

function readValue(column: OracleColumn, said: Said, zone: string): string | undefined {
  if (!('text' in said)) return undefined;
  if (said.kind === 'text') return column.readText(said.text, zone);
  if (column.readNumber) return column.readNumber(said.text);
  // Minus nought is the integer nought.
  return /^-?[0-9]+$/.test(said.text) ? column.readText(said.text === '-0' ? '0' : said.text, zone) : undefined;
}

/** What a JSON value says. */
export function said(value: Json | undefined): Said {
  if (value === undefined || value.kind === 'null') return { kind: 'nothing' };
  if (value.kind === 'number') return { kind: 'number', text: value.literal };
  if (value.kind === 'object' || value.kind === 'array') return { kind: 'structure' };
  return saidText(value.kind === 'string' ? value.text : value.kind);
}

/** What a text says: trimmed, and nothing if that leaves nothing. */
export function saidText(text: string): Said {
  return trim(text) === '' ? { kind: 'nothing' } : { kind: 'text', text: trim(text) };
}
