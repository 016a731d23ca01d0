import { writeFile } from 'node:fs/promises';
import type { Contract } from '../../contracts/contract.ts';
import { jsonColumns } from '../../contracts/judged-fields.ts';
import type { Feed } from '../../feeds/feed.ts';
import type { Header } from '../../feeds/read-header.ts';
import { decodeText } from './decode-text.ts';
import { detectForm, type FileForm, headBytes } from './detect-form.ts';
import { embedDocuments } from './embed-documents.ts';
import { explainHeader } from './explain-header.ts';
import { FileRefused } from './file-refused.ts';
import type { JsonForm } from './json-form.ts';
import { limitLines } from './limit-lines.ts';
import { openSource } from './open-source.ts';
import { peek } from './peek.ts';
import { readDocuments } from './read-documents.ts';
import { readJsonRecords } from './read-json-records.ts';
import { type RecordFile, readRecords, type SourceRecord } from './read-records.ts';
import { refuseWideText } from './refuse-encoding.ts';
import { refuseEnvelopes } from './refuse-envelopes.ts';
import { scanLines } from './scan-lines.ts';
import type { LineChunk } from './split-lines.ts';

/**
 * A stretch of a source file, one JSON document a line. `native` documents are the sender's own, in order from `startLine` on;
 * `mapped` ones carry their line, as `rowsSql` reads it back.
 */
export type Piece = {
  documents: 'native' | 'mapped';
  bytes: Buffer;
  lines: number;
  /** Native only: line (in a JSON array: ordinal) of the first document. */
  startLine: number;
  /** Native only: 1-based ordinals of lines that need a close look. */
  suspects: number[];
};

/** Documents of a piece at most. */
export const maxLines = 100_000;

/** A piece on local disk, ready for DuckDB; `file` is the Bronze key it comes from. */
export type Chunk = Omit<Piece, 'bytes'> & { path: string; file: string; bytes: number };

/** What reading a file noticed beside its rows; `column` is the file's, of a word without a meaning. */
export type Notice = (
  kind: 'unknown_column' | 'unmapped_category',
  value: string,
  line: number,
  column?: string,
) => void;

/** `header` takes the column names of a delimited file, `leaveOut` why a record of it is no row. */
export type ReadOptions = {
  chunkBytes: number;
  notice: Notice;
  header: (names: readonly string[]) => void;
  leaveOut: (reason: string) => void;
};

/** Reads a stored file in its form and cuts it into chunks. Throws FileRefused for a file that cannot be read. */
export async function* cutChunks(
  sender: { contract: Contract; feed: Feed },
  file: string,
  stored: AsyncIterable<Buffer>,
  options: ReadOptions & { nextPath: () => string },
): AsyncGenerator<Chunk> {
  for await (const { bytes, ...piece } of readPieces(sender, file, stored, options)) {
    const path = options.nextPath();
    await writeFile(path, bytes);
    yield { ...piece, path, file, bytes: bytes.length };
  }
}

/** Reads a stored file in its form. Throws FileRefused for a file that cannot be read. */
export async function* readPieces(
  sender: { contract: Contract; feed: Feed },
  file: string,
  stored: AsyncIterable<Buffer>,
  options: ReadOptions,
): AsyncGenerator<Piece> {
  try {
    yield* readForm(sender, file, stored, options);
  } catch (error) {
    throw error instanceof FileRefused ? error.of(file) : error;
  }
}

async function* readForm(
  { contract, feed }: { contract: Contract; feed: Feed },
  file: string,
  stored: AsyncIterable<Buffer>,
  options: ReadOptions,
): AsyncGenerator<Piece> {
  const { shape } = feed;
  const { head, all } = await peek(decodeText(openSource(stored), shape.encoding), headBytes);
  refuseWideText(head);
  if (shape.form === 'json') {
    yield* mappedPieces(contract, readJsonRecords(all, head, shape, options.chunkBytes), options);
    return;
  }
  const found: FileForm =
    shape.form === 'csv' ? { form: 'delimited', shape } : detectForm(contract, file, head, shape.nullWords);
  if (found.form === 'delimited') {
    const explain = (header: Header): FileRefused => explainHeader(feed, found.shape, header, head.toString('utf8'));
    yield* mappedPieces(contract, await readRecords(all, found.shape, explain), options);
  } else yield* nativePieces(contract, readDocuments(all, found.form, options.chunkBytes), found.form);
}

async function* nativePieces(
  contract: Contract,
  chunks: AsyncIterable<LineChunk>,
  form: JsonForm,
): AsyncGenerator<Piece> {
  const documents = jsonColumns(contract);
  for await (const chunk of chunks) {
    for (const { startLine, bytes, lines } of limitLines(chunk, maxLines)) {
      const suspects = scanLines(bytes, documents).suspects.map((line) => line + 1);
      refuseEnvelopes(contract, { startLine, bytes, suspects }, form === 'array' ? 'element' : 'line');
      yield { documents: 'native', startLine, bytes, lines, suspects };
    }
  }
}

async function* mappedPieces(
  contract: Contract,
  { header, records }: RecordFile,
  options: ReadOptions,
): AsyncGenerator<Piece> {
  const documents = jsonColumns(contract);
  const { chunkBytes, notice, leaveOut } = options;
  options.header([...header.names, ...header.unknown]);
  for (const name of header.unknown) notice('unknown_column', name, 1);
  let lines: string[] = [];
  let size = 0;
  const take = (): Piece => ({
    documents: 'mapped',
    bytes: Buffer.from(lines.join('\n')),
    lines: lines.length,
    startLine: 1,
    suspects: [],
  });
  for await (const batch of records) {
    for (const record of batch) {
      if (record.leftOut !== null) {
        leaveOut(record.leftOut);
        continue;
      }
      for (const { column, word } of record.unmapped) notice('unmapped_category', word, record.line, column);
      const line = toDocument(record, documents);
      lines.push(line);
      size += line.length;
      if (size < chunkBytes && lines.length < maxLines) continue;
      yield take();
      lines = [];
      size = 0;
    }
  }
  if (lines.length > 0) yield take();
}

/** The document of a mapped record, as `rowsSql` reads it back. */
function toDocument(record: SourceRecord, documents: readonly string[]): string {
  const { line, lines, raw, content, malformed, cardNumber } = record;
  const fields = embedDocuments(record.fields, documents);
  return JSON.stringify({ line, lines, raw, content, malformed, cardNumber, fields });
}
