import { findContract } from '../../datasets/find-contract.ts';
import type { Feed } from '../../feeds/feed.ts';
import { parseDocument, readDocument } from '../../feeds/read-document.ts';
import { readHeader, toColumn } from '../../feeds/read-header.ts';
import { type Bucket, openObject } from '../../lake/objects.ts';
import { readPieces } from '../../stages/accept/cut-chunks.ts';
import { splitRecords } from '../draft/split-records.ts';

/** A row as it stood in its file, by the names of the declaration, and what the mapping made of it before it was judged. */
export type SourceRow = { cells: Record<string, string>; mapped: Record<string, string | null> };

const ignore = (): void => {};

/** The rows of a Bronze file that start on some lines, by line, read as accepting reads them: what a feed hides stays hidden. */
export async function readSourceRows(
  bronze: Bucket,
  key: string,
  feed: Feed,
  lines: ReadonlySet<number>,
): Promise<Map<number, SourceRow>> {
  const found = new Map<number, SourceRow>();
  let names: readonly string[] = [];
  const options = {
    chunkBytes: 1024 * 1024,
    notice: ignore,
    leaveOut: ignore,
    header: (header: readonly string[]) => {
      names = header;
    },
  };
  const sender = { contract: findContract(feed.dataset), feed };
  for await (const { documents, bytes, startLine } of readPieces(sender, key, await openObject(bronze, key), options)) {
    for (const [at, text] of bytes.toString('utf8').split('\n').entries()) {
      if (text === '') continue;
      const document = documents === 'mapped' ? (JSON.parse(text) as MappedDocument) : undefined;
      const line = document?.line ?? startLine + at;
      if (lines.has(line)) found.set(line, toSourceRow(document?.raw ?? text, document?.fields ?? {}, feed, names));
    }
    if (found.size === lines.size) break;
  }
  return found;
}

/** What `readPieces` writes of a mapped record. */
type MappedDocument = { line: number; raw: string; fields: Record<string, string | null | readonly string[]> };

function toSourceRow(
  raw: string,
  fields: MappedDocument['fields'],
  { shape }: Feed,
  names: readonly string[],
): SourceRow {
  const mapped = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value].flat()[0] ?? null]));
  return {
    cells: shape.form === 'csv' || names.length > 0 ? cellsOf(raw, shape, names) : leavesOf(raw, shape),
    mapped,
  };
}

function cellsOf(raw: string, shape: Feed['shape'], names: readonly string[]): Record<string, string> {
  const format = shape.form === 'csv' ? shape : {};
  const cells = splitRecords(raw, { ...format, skipLines: 0 })[0]?.cells ?? [];
  if (shape.form !== 'csv') return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  const { index } = readHeader(shape, names.slice(0, cells.length));
  return Object.fromEntries([...index].map(([name, at]) => [name, cells[at] ?? '']));
}

function leavesOf(raw: string, shape: Feed['shape']): Record<string, string> {
  const document = parse(raw);
  if (typeof document !== 'object' || document === null) return {};
  if (shape.form === 'json') {
    const row = readDocument(shape)(document);
    const names = shape.header.map((column) => toColumn(column).name).filter((name) => row.has(name));
    return Object.fromEntries(names.map((name) => [name, row.read(name)]));
  }
  const leaves = Object.entries(document).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(leaves);
}

function parse(raw: string): ReturnType<typeof parseDocument> | undefined {
  try {
    return parseDocument(raw);
  } catch {
    return undefined;
  }
}
