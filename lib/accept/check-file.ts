import type { Feed } from '../feeds/feed.ts';
import { openSource } from './open-source.ts';
import { readRecords } from './read-records.ts';
import { splitLines } from './split-lines.ts';

const chunkBytes = 16 * 1024 * 1024;

/** Reads a file through in its feed's form and keeps nothing; throws FileRefused where accepting it would refuse it. */
export async function checkFile(feed: Feed, stored: AsyncIterable<Buffer>): Promise<void> {
  const source = openSource(stored);
  const pieces =
    feed.shape.form === 'ndjson' ? splitLines(source, chunkBytes) : (await readRecords(source, feed.shape)).records;
  for await (const _piece of pieces);
}
