import type { Contract } from '../../contracts/contract.ts';
import { trimField } from '../../contracts/trim.ts';
import type { Feed, JsonShape } from '../../feeds/feed.ts';
import { compileMapping, type MappedRecord } from '../../feeds/map-record.ts';
import { readCells } from '../../feeds/read-cells.ts';
import { parseDocument, readDocument } from '../../feeds/read-document.ts';
import { readHeader } from '../../feeds/read-header.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import { nativeFormats } from '../../stages/accept/native-formats.ts';
import { ownShape } from '../../stages/accept/own-shape.ts';
import { scanRecord } from '../../stages/accept/scan-record.ts';

/** What a row's text says under the contract's names, nothing of it judged: numbers as they are written, null where it is silent. */
export type RawRow = Record<string, string | null>;

/**
 * Reads the text of a row that was set aside, as far as it can be read: a JSON document, or a delimited record under the columns
 * its file had. Undefined where it is neither.
 *
 * @param names the file's columns, in order.
 */
export function readRawRow(raw: string, contract: Contract, feed: Feed, names: readonly string[]): RawRow | undefined {
  const { shape } = feed;
  const document = shape.form === 'native' ? parseNative(raw) : undefined;
  if (document) return document;
  if (shape.form === 'json') return readMapped(raw, shape);
  const delimited = shape.form === 'native' ? ownShape(contract, {}) : shape;
  const cells = splitCells(raw, shape.form === 'csv' ? shape : undefined, names.length);
  return cells && toTexts(compileMapping(delimited)(readCells(delimited, readHeader(delimited, names))(cells)));
}

function readMapped(raw: string, shape: JsonShape): RawRow | undefined {
  try {
    return toTexts(compileMapping(shape)(readDocument(shape)(parseDocument(raw))));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toTexts({ fields }: MappedRecord): RawRow {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'object' ? (value?.[0] ?? null) : value]),
  );
}

function parseNative(raw: string): RawRow | undefined {
  try {
    const value: unknown = JSON.parse(raw, (_key, value, context?: { source?: string }) =>
      typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toText(field)]));
  } catch {
    return undefined;
  }
}

function toText(field: unknown): string | null {
  if (field === null || field === undefined) return null;
  return trimField(typeof field === 'string' ? field : JSON.stringify(field)) || null;
}

/** The record's cells by the delimiter that gives as many as there are columns, or fewer where none does. */
function splitCells(raw: string, shape: TextFormat | undefined, width: number): string[] | undefined {
  const formats = shape ? [shape] : nativeFormats;
  const found = formats.flatMap((format) => {
    const record = scanRecord(raw, 0, format);
    return typeof record === 'string' || record.end < raw.length || record.cells.length > width ? [] : [record.cells];
  });
  return found.sort((a, b) => b.length - a.length).find((cells) => cells.length > 1 || width === 1);
}
