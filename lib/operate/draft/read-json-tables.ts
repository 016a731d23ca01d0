import { cutDocuments } from './cut-documents.ts';
import type { Reason, Sample, Table } from './draft.ts';

/** How JSON files are written, and their rows; `rows` is the path of the array that holds them, undefined where each document is one. */
export type JsonTables = { rows: string | undefined; tables: Table[]; reasons: Reason[]; doubts: string[] };

type Document = Record<string, unknown>;

/** Reads the texts of JSON files of one sender: a document a line, one after another, an array, or rows under a path of one document. */
export function readJsonTables(samples: readonly Sample[], texts: readonly string[]): JsonTables {
  const documents = texts.map((text) =>
    cutDocuments(text).flatMap((value) => (Array.isArray(value) ? value : [value])),
  );
  const rows = findRows(documents.flat().filter(isDocument));
  const tables = samples.map(({ file }, at) => {
    const found = (documents[at] ?? []).filter(isDocument);
    const all = rows === undefined ? found : found.flatMap((document) => rowsUnder(document, rows));
    return toTable(file, all.map(flatten));
  });
  const why =
    rows === undefined
      ? 'each document is a row'
      : `each document holds its rows in the array "${rows}", ${tables.reduce((sum, table) => sum + table.rows.length, 0)} in all`;
  return { rows, tables, reasons: [{ at: rows === undefined ? 'shape.form' : 'shape.rows', why }], doubts: [] };
}

/** Path of the longest array of objects, where every document has one and is no row itself: few documents, many rows. */
function findRows(documents: readonly Document[]): string | undefined {
  const [first] = documents;
  if (!first) return undefined;
  const paths = arraysIn(first, '').filter(([path]) =>
    documents.every((document) => rowsUnder(document, path).length > 0),
  );
  const [longest] = paths.sort(([, a], [, b]) => b - a);
  if (!longest) return undefined;
  const rows = documents.reduce((sum, document) => sum + rowsUnder(document, longest[0]).length, 0);
  return documents.length === 1 || rows >= documents.length * 5 ? longest[0] : undefined;
}

function arraysIn(document: Document, prefix: string): [string, number][] {
  return Object.entries(document).flatMap(([key, value]): [string, number][] => {
    if (Array.isArray(value)) return value.some(isDocument) ? [[prefix + key, value.length]] : [];
    return isDocument(value) ? arraysIn(value, `${prefix}${key}.`) : [];
  });
}

function rowsUnder(document: Document, path: string): Document[] {
  const found = path.split('.').reduce<unknown>((value, key) => (isDocument(value) ? value[key] : undefined), document);
  return Array.isArray(found) ? found.filter(isDocument) : [];
}

/** The leaves of a document by dotted path; of an array its first element. */
function flatten(document: Document): Map<string, string | null> {
  const leaves = new Map<string, string | null>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      if (value.length === 1) walk(value[0], `${path}.0`);
    } else if (isDocument(value))
      for (const [key, inner] of Object.entries(value)) walk(inner, path ? `${path}.${key}` : key);
    else leaves.set(path, value === null || value === undefined ? null : String(value).trim());
  };
  walk(document, '');
  return leaves;
}

function toTable(file: string, rows: readonly Map<string, string | null>[]): Table {
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return { file, names, rows: rows.map((row) => names.map((name) => row.get(name) ?? null)) };
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
