import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Feed, MappedShape } from '../feeds/feed.ts';
import { openSource } from './open-source.ts';
import { readRecords, type SourceRecord } from './read-records.ts';
import { scanLines } from './scan-lines.ts';
import { splitLines } from './split-lines.ts';

/** A stretch of a source file on local disk, one JSON document a line, ready for DuckDB. */
export type Chunk = {
  path: string;
  /** Bronze key the lines come from. */
  file: string;
  /** Native lines only: line of the file that the chunk's first line is. */
  startLine: number;
  /** Native lines only: 1-based ordinals of lines that need a close look. */
  suspects: number[];
  bytes: number;
};

/** What reading a file noticed beside its rows. */
export type Notice = (kind: 'unknown_column' | 'unmapped_category', value: string, line: number) => void;

/** Reads a stored file in its feed's form and cuts it into chunks. Throws FileRefused for a file that cannot be read. */
export async function* cutChunks(
  feed: Feed,
  file: string,
  stored: AsyncIterable<Buffer>,
  options: { directory: string; chunkBytes: number; notice: Notice },
): AsyncGenerator<Chunk> {
  const source = openSource(stored);
  const pieces =
    feed.shape.form === 'ndjson'
      ? nativeLines(source, options.chunkBytes)
      : mappedLines(source, feed.shape, options.chunkBytes, options.notice);
  let number = 0;
  for await (const piece of pieces) {
    const path = join(options.directory, `${encodeURIComponent(file).slice(-120)}-${number++}.ndjson`);
    await writeFile(path, piece.bytes);
    yield { path, file, startLine: piece.startLine, suspects: piece.suspects, bytes: piece.bytes.length };
  }
}

type Piece = { bytes: Buffer; startLine: number; suspects: number[] };

async function* nativeLines(source: AsyncIterable<Buffer>, chunkBytes: number): AsyncGenerator<Piece> {
  for await (const { startLine, bytes } of splitLines(source, chunkBytes)) {
    yield { startLine, bytes, suspects: scanLines(bytes).suspects.map((line) => line + 1) };
  }
}

async function* mappedLines(
  source: AsyncIterable<Buffer>,
  shape: MappedShape,
  chunkBytes: number,
  notice: Notice,
): AsyncGenerator<Piece> {
  const { header, records } = await readRecords(source, shape);
  for (const name of header.unknown) notice('unknown_column', name, 1);
  let lines: string[] = [];
  let size = 0;
  const take = (): Piece => ({ bytes: Buffer.from(lines.join('\n')), startLine: 1, suspects: [] });
  for await (const record of records) {
    if (record.unmapped !== null) notice('unmapped_category', record.unmapped, record.line);
    const line = toDocument(record);
    lines.push(line);
    size += line.length;
    if (size < chunkBytes) continue;
    yield take();
    lines = [];
    size = 0;
  }
  if (lines.length > 0) yield take();
}

/** The document of a mapped record, as `rowsSql` reads it back. */
function toDocument({ line, raw, content, malformed, cardNumber, fields }: SourceRecord): string {
  return JSON.stringify({ line, raw, content, malformed, cardNumber, fields });
}
