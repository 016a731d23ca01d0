import { trimField } from '../contracts/trim.ts';
import type { JsonShape } from './feed.ts';
import type { SourceRow } from './source-row.ts';
import { toKey } from './to-key.ts';

/** A JSON value as `parseDocument` gives it: numbers are their own text. */
export type JsonValue = string | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Parses a JSON document; a number becomes the text it was written as, so that no digit is lost. Throws SyntaxError. */
export function parseDocument(text: string): JsonValue {
  return JSON.parse(text, (_key, value, context?: { source?: string }) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value,
  );
}

/** A reader of documents by paths, whose dots lead from key to key and into arrays by index. */
export function readDocument(shape: JsonShape): (document: JsonValue) => SourceRow {
  const nullWords = new Set(shape.nullWords?.map(toKey));
  return (document) => ({
    has: (path) => valueAt(document, path) !== undefined,
    read: (path) => {
      const value = valueAt(document, path) ?? '';
      const text = trimField(typeof value === 'object' ? JSON.stringify(value) : String(value));
      return nullWords.has(toKey(text)) ? '' : text;
    },
    isStructure: (path) => {
      const value = valueAt(document, path) ?? null;
      return typeof value === 'object' && value !== null;
    },
  });
}

/** The value at a path, undefined where there is none. */
export function valueAt(document: JsonValue, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, JsonValue>)[key];
  }
  return value;
}
