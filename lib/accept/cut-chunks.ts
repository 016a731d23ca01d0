import { writeFile } from 'node:fs/promises';
import type { Contract } from '../contracts/contract.ts';
import type { Feed, MappedShape } from '../feeds/feed.ts';
import { detectForm, headBytes } from './detect-form.ts';
import { flattenDocuments } from './flatten-documents.ts';
import { limitLines } from './limit-lines.ts';
import { openSource } from './open-source.ts';
import { peek } from './peek.ts';
import { readRecords, type SourceRecord } from './read-records.ts';
import { refuseEnvelopes } from './refuse-envelopes.ts';
import { scanLines } from './scan-lines.ts';
import { separateDocuments } from './separate-documents.ts';
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

/** What reading a file noticed beside its rows. */
export type Notice = (kind: 'unknown_column' | 'unmapped_category', value: string, line: number) => void;

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
  { contract, feed }: { contract: Contract; feed: Feed },
  file: string,
  stored: AsyncIterable<Buffer>,
  options: ReadOptions,
): AsyncGenerator<Piece> {
  const { head, all } = await peek(openSource(stored), headBytes);
  const form =
    feed.shape.form === 'native' ? detectForm(contract, file, head) : { form: 'delimited' as const, shape: feed.shape };
  const { chunkBytes } = options;
  if (form.form === 'lines')
    yield* nativePieces(contract, splitLines(separateDocuments(all, chunkBytes), chunkBytes), 'line');
  else if (form.form === 'spread')
    yield* nativePieces(contract, splitLines(flattenDocuments(all, chunkBytes), chunkBytes), 'line');
  else if (form.form === 'array') yield* nativePieces(contract, splitArray(all, chunkBytes), 'element');
  else yield* mappedPieces(all, form.shape, options);
}

async function* nativePieces(
  contract: Contract,
  chunks: AsyncIterable<LineChunk>,
  unit: 'line' | 'element',
): AsyncGenerator<Piece> {
  for await (const chunk of chunks) {
    for (const { startLine, bytes, lines } of limitLines(chunk, maxLines)) {
      const suspects = scanLines(bytes).suspects.map((line) => line + 1);
      refuseEnvelopes(contract, { startLine, bytes, suspects }, unit);
      yield { documents: 'native', startLine, bytes, lines, suspects };
    }
  }
}

async function* mappedPieces(
  source: AsyncIterable<Buffer>,
  shape: MappedShape,
  options: ReadOptions,
): AsyncGenerator<Piece> {
  const { chunkBytes, notice, leaveOut } = options;
  const { header, records } = await readRecords(source, shape);
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
      if (record.unmapped !== null) notice('unmapped_category', record.unmapped, record.line);
      const line = toDocument(record);
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
function toDocument({ line, lines, raw, content, malformed, cardNumber, fields }: SourceRecord): string {
  return JSON.stringify({ line, lines, raw, content, malformed, cardNumber, fields });
}
