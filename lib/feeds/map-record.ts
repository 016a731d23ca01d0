import { createHash } from 'node:crypto';
import { trimField } from '../contracts/trim.ts';
import type { AmountSource, Field, MappedShape } from './feed.ts';

/** A foreign record under the contract's names, still text; null where the file says nothing. */
export type MappedRecord = {
  fields: Record<string, string | null>;
  /** Hash of what tells the record from others, where the feed derives the id from it. */
  content: string | null;
  /** A category the feed's table does not know. */
  unmapped: string | null;
};

/** What a file's header turned out to be, against the feed's declaration. */
export type Header = {
  index: ReadonlyMap<string, number>;
  /** As the file spells them, trimmed. */
  names: string[];
  width: number;
  missing: string[];
  unknown: string[];
};

/**
 * Matches a header row to the declared columns. Names are trimmed and compared in any case; of a repeated name the first
 * counts.
 */
export function readHeader(shape: MappedShape, cells: readonly string[]): Header {
  const names = cells.map(trimField);
  const index = new Map<string, number>();
  for (const column of shape.header) {
    const spellings = [column.name, ...(column.aliases ?? [])].map(toKey);
    const at = names.findIndex((name) => spellings.includes(toKey(name)));
    if (at >= 0) index.set(column.name, at);
  }
  const known = new Set(shape.header.flatMap((column) => [column.name, ...(column.aliases ?? [])]).map(toKey));
  const repeated = names
    .filter((name, at) => name !== '' && names.findIndex((other) => toKey(other) === toKey(name)) < at)
    .map((name) => `${name} (again: the first counts)`);
  return {
    index,
    names,
    width: cells.length,
    missing: shape.header.filter((column) => column.required && !index.has(column.name)).map((column) => column.name),
    unknown: [...new Set(names.filter((name) => !known.has(toKey(name)))), ...repeated],
  };
}

function toKey(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ');
}

/** The feed's mapping, resolved once against one file's header. */
export function compileMapping(shape: MappedShape, header: Header): (cells: readonly string[]) => MappedRecord {
  const fields = Object.entries(shape.columns);
  return (cells) => {
    const read = (name: string): string => trimField(cells[header.index.get(name) ?? -1] ?? '');
    const record: MappedRecord = { fields: {}, content: null, unmapped: null };
    for (const [column, field] of fields) record.fields[column] = mapField(field, read, header, record);
    return record;
  };
}

function mapField(field: Field, read: (name: string) => string, header: Header, record: MappedRecord): string | null {
  if ('constant' in field) return field.constant;
  if ('from' in field) return read(field.from) || field.whenEmpty || null;
  if ('dateFrom' in field) return toIsoDate(read(field.dateFrom));
  if ('lastDigitsOf' in field) return lastDigits(read(field.lastDigitsOf), field.digits, field.prefix);
  if ('hashOf' in field) return hashed(read(field.hashOf).toLowerCase(), field.prefix, 16);
  if ('contentHashOf' in field) {
    record.content = hashed(field.contentHashOf.map(read).join('\u001f'), '', 32);
    return field.prefix + record.content;
  }
  if ('lookup' in field) {
    const category = read(field.lookup);
    const key = category.toLowerCase().replace(/\s+/g, ' ');
    const code = Object.hasOwn(field.table, key) ? field.table[key] : undefined;
    if (code === undefined) record.unmapped = category;
    return code ?? field.otherwise;
  }
  return mapAmount(field.amountFrom, field.part, read, header);
}

function mapAmount(
  sources: readonly AmountSource[],
  part: 'amount' | 'currency' | 'isNegative',
  read: (name: string) => string,
  header: Header,
): string | null {
  const source = sources.find(
    ({ amount, currency }) => header.index.has(amount) && (!('from' in currency) || header.index.has(currency.from)),
  );
  if (!source) return null;
  if (part === 'currency') return 'from' in source.currency ? read(source.currency.from) : source.currency.constant;
  const text = read(source.amount);
  if (part === 'isNegative') return String(text.startsWith('-'));
  return /^-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$/.test(text) ? text.replace(/[-,]/g, '') : text;
}

/** "29/04/14" is 2014-04-29; any other text goes on as what no instant can be: it breaks the contract's own rule. */
function toIsoDate(text: string): string {
  const match = /^([0-9]{2})\/([0-9]{2})\/([0-9]{2})$/.exec(text);
  if (match) return `20${match[3]}-${match[2]}-${match[1]}`;
  return text === '' ? '' : `(${text})`;
}

/** Text without enough digits goes on as what no id can be: it breaks the contract's own rule. Empty stays missing. */
function lastDigits(text: string, digits: number, prefix: string): string {
  const found = text.replace(/[^0-9]/g, '');
  if (found.length >= digits) return prefix + found.slice(-digits);
  return text === '' ? '' : `(${text})`;
}

function hashed(text: string, prefix: string, length: number): string | null {
  return text === '' ? null : prefix + createHash('sha256').update(text).digest('hex').slice(0, length);
}
