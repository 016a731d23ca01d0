import { createHash } from 'node:crypto';
import type {
  ContentHashField,
  Field,
  JoinedField,
  LastDigitsField,
  NumberField,
  Part,
  TextField,
  TimeField,
} from '../field.ts';
import type { SourceRow } from '../source-row.ts';
import { toKey } from '../to-key.ts';
import type { MoneyParts } from './compile-money.ts';
import { compileNumber } from './compile-number.ts';
import { compileTime } from './compile-time.ts';
import { toSignedText } from './decimal.ts';
import { inZone, isZone } from './in-zone.ts';
import { sourceNames } from './source-names.ts';
import { unreadable, type Value } from './value.ts';

/** What mapping a row has found beside its values. */
export type MappingNotes = {
  money: () => MoneyParts;
  unmapped: (column: string, word: string) => void;
  content: (hash: string) => void;
};

type Reader = (row: SourceRow, notes: MappingNotes) => Value;

/** A reader of a contract column by its field. What JSON has as an object or array is no text of any column. */
export function compileField(field: Field): Reader {
  const names = sourceNames(field);
  const read = compileReader(field);
  return (row, notes) => {
    const structure = names.find(row.isStructure);
    return structure === undefined ? read(row, notes) : unreadable(row.read(structure));
  };
}

function compileReader(field: Field): Reader {
  if ('constant' in field) return () => field.constant;
  if ('money' in field) return (_row, notes) => notes.money()[field.money];
  if ('from' in field) return compileText(field);
  if ('join' in field) return compileJoin(field);
  if ('hashOf' in field)
    return (row) => hashed(row.read(field.hashOf).toLowerCase(), field.prefix) ?? field.whenEmpty ?? null;
  if ('contentHashOf' in field) return compileContentHash(field);
  if ('lastDigitsOf' in field) return compileLastDigits(field);
  const read = 'timeFrom' in field ? compileTimeField(field) : compileNumberField(field);
  return (row) => {
    const { text, value } = read(row);
    if (text === '' || value === undefined) return text === '' ? null : unreadable(text);
    return withClock(value);
  };
}

/** A bare date as its midnight: the same moment, in the form that accept is quick with. */
function withClock(value: string): string {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) ? `${value} 00:00:00` : value;
}

function compileText({ from, whenEmpty, prefix = '', values, otherwise }: TextField): Reader {
  const words = values && new Map(Object.entries(values).map(([word, value]) => [toKey(word), value]));
  return (row, notes) => {
    const text = row.read(from);
    if (words === undefined) return text === '' ? (whenEmpty ?? null) : prefix + text;
    const value = words.get(toKey(text));
    if (value !== undefined) return value;
    if (text === '' && (whenEmpty !== undefined || otherwise === undefined)) return whenEmpty ?? null;
    if (otherwise === undefined) return unreadable(text);
    notes.unmapped(from, text);
    return otherwise;
  };
}

function compileJoin({ join, by, prefix = '' }: JoinedField): Reader {
  const readers = join.map(compilePart);
  return (row) => {
    const parts = readers.map((read) => read(row));
    if (parts.some(({ text }) => text === '')) return null;
    const values = parts.map(({ value }) => value);
    const isId = values.every((value) => value !== undefined && !value.includes(by));
    return isId ? prefix + values.join(by) : unreadable(parts.map(({ text }) => text).join(' '));
  };
}

function compileContentHash({ contentHashOf }: ContentHashField): Reader {
  const readers = contentHashOf.map(compilePart);
  return (row, notes) => {
    const parts = readers.map((read) => read(row));
    const content = hash(parts.map(({ text, value }) => value ?? text).join('\u001f'), 32);
    notes.content(content);
    return content;
  };
}

function compilePart(part: Part): (row: SourceRow) => Reading {
  if (typeof part !== 'string') return 'timeFrom' in part ? compileTimeField(part) : compileNumberField(part);
  return (row) => {
    const text = row.read(part);
    return { text, value: text };
  };
}

function compileLastDigits({ lastDigitsOf, digits, prefix, whenEmpty }: LastDigitsField): Reader {
  return (row) => {
    const text = row.read(lastDigitsOf);
    const found = text.replace(/[^0-9]/g, '');
    if (/^[0-9xX*#\u2022\uff0a \u00a0-]+$/.test(text) && found.length >= digits) return prefix + found.slice(-digits);
    return text === '' ? (whenEmpty ?? null) : unreadable(text);
  };
}

/** The text as it stands, and its value where it can be read. */
type Reading = { text: string; value: string | undefined };

function compileTimeField({ timeFrom, format, zone }: TimeField): (row: SourceRow) => Reading {
  const names = [timeFrom].flat();
  const readers = [format].flat().map(compileTime);
  const findZone = compileZone(zone);
  return (row) => {
    const text = names
      .map(row.read)
      .filter((part) => part !== '')
      .join(' ');
    const time = readers.map((read) => read(text)).find((found) => found !== undefined);
    if (time === undefined || zone === undefined) return { text, value: time };
    const found = findZone(row);
    return { text, value: found && inZone(time, found) };
  };
}

function compileZone(zone: TimeField['zone']): (row: SourceRow) => string | undefined {
  if (typeof zone !== 'object') return () => zone;
  const names = new Map(Object.entries(zone.names ?? {}).map(([name, meaning]) => [toKey(name), meaning]));
  return (row) => {
    const text = row.read(zone.from);
    return names.get(toKey(text)) ?? (isZone(text) ? text : undefined);
  };
}

function compileNumberField({ numberFrom, ...format }: NumberField): (row: SourceRow) => Reading {
  const read = compileNumber(format);
  return (row) => {
    const text = row.read(numberFrom);
    const number = read(text);
    return { text, value: number && toSignedText(number) };
  };
}

function hashed(text: string, prefix: string): string | null {
  return text === '' ? null : prefix + hash(text, 16);
}

function hash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
