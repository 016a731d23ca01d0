import type { TextFormat } from '../../feeds/text-format.ts';
import { type DelimitedRecord, RecordCutter, type ToNeeded } from './record-cutter.ts';
import { splitLines } from './split-lines.ts';

const readBytes = 1024 * 1024;

/** Reads the records of a delimited file in UTF-8, many at a time (see `RecordCutter`). */
export async function* readDelimited(
  source: AsyncIterable<Buffer>,
  format: TextFormat,
  toNeeded: ToNeeded,
): AsyncGenerator<DelimitedRecord[]> {
  const cutter = new RecordCutter(format, toNeeded);
  for await (const { bytes } of splitLines(source, readBytes)) yield cutter.take(bytes.toString('utf8'));
  yield cutter.end();
}
