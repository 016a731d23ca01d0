import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contract } from '../contracts/contract.ts';
import type { Feed } from '../feeds/feed.ts';
import { detectForm, type FileForm, headBytes } from './detect-form.ts';
import { limitLines } from './limit-lines.ts';
import { openSource } from './open-source.ts';
import { peek } from './peek.ts';
import { readJsonRecords } from './read-json-records.ts';
import { type RecordFile, readRecords, type SourceRecord } from './read-records.ts';
import { scanLines } from './scan-lines.ts';
import { splitArray } from './split-array.ts';
import { type LineChunk, splitLines } from './split-lines.ts';

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

/** `header` takes the column names of a delimited file, `leaveOut` the reason of a row that the feed leaves out. */
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
  options: ReadOptions & { directory: string },
): AsyncGenerator<Chunk> {
  let number = 0;
  for await (const { bytes, ...piece } of readPieces(sender, file, stored, options)) {
    const path = join(options.directory, `${encodeURIComponent(file).slice(-120)}-${number++}.ndjson`);
    await writeFile(path, bytes);
    yield { ...piece, path, file, bytes: bytes.length };
  }
}

/** Reads a stored file in its form. Throws FileRefused for a file that cannot be read. */
export async function* readPieces(
  { contract, feed }: { contract: Contract; feed: Feed },
  file: string,
  stored: AsyncIterable<Buffer>,
  options: ReadOptions,
): AsyncGenerator<Piece> {
  const { head, all } = await peek(openSource(stored), headBytes);
  const { shape } = feed;
  if (shape.form === 'json') {
    yield* mappedPieces(readJsonRecords(all, head, shape), options);
    return;
  }
  const form: FileForm = shape.form === 'native' ? detectForm(contract, file, head) : { form: 'delimited', shape };
  if (form.form === 'lines') yield* nativePieces(splitLines(all, options.chunkBytes));
  else if (form.form === 'array') yield* nativePieces(splitArray(all, options.chunkBytes));
  else yield* mappedPieces(await readRecords(all, form.shape), options);
}

async function* nativePieces(chunks: AsyncIterable<LineChunk>): AsyncGenerator<Piece> {
  for await (const chunk of chunks) {
    for (const { startLine, bytes, lines } of limitLines(chunk, maxLines)) {
      const suspects = scanLines(bytes).suspects.map((line) => line + 1);
      yield { documents: 'native', startLine, bytes, lines, suspects };
    }
  }
}

async function* mappedPieces({ header, records }: RecordFile, options: ReadOptions): AsyncGenerator<Piece> {
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
  for await (const record of records) {
    if (record.leftOut !== null) {
      leaveOut(record.leftOut);
      continue;
    }
    for (const { column, word } of record.unmapped) notice('unmapped_category', word, record.line, column);
    const line = toDocument(record);
    lines.push(line);
    size += line.length;
    if (size < chunkBytes && lines.length < maxLines) continue;
    yield take();
    lines = [];
    size = 0;
  }
  if (lines.length > 0) yield take();
}

/** The document of a mapped record, as `rowsSql` reads it back. */
function toDocument({ line, lines, raw, content, malformed, cardNumber, fields }: SourceRecord): string {
  return JSON.stringify({ line, lines, raw, content, malformed, cardNumber, fields });
}
