import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { feedsOf, findFeed } from '../../datasets/find-feed.ts';
import { PaylakeError } from '../../errors.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { hashStream } from '../../lake/hash-file.ts';
import { bronzeKey, bronzePrefix } from '../../lake/keys.ts';
import { type Content, landFile } from '../../lake/land-file.ts';
import { type Bucket, listObjects } from '../../lake/objects.ts';
import type { TellProgress } from '../../run/item-progress.ts';
import type { GenerateKnobs } from '../../run/request.ts';
import { deliver, deliverBad } from './deliver.ts';
import { createPools } from './pools.ts';

const feed = 'transactions';
/** Files a day at least, and rows a file at most. */
const minFiles = 4;
const maxRowsPerFile = 500_000;
/** Lines are joined to pieces of about this many characters before they are packed. */
const pieceLength = 64 * 1024;

/**
 * Generate: lands one ingest date's made-up files in Bronze, gzipped NDJSON, streaming. The bytes are a function of date and
 * knobs. Refuses a date that holds files it did not write: made-up rows are never mixed with real ones.
 *
 * @param tell told after each file how much of the date is landed.
 */
export async function generateDate(
  bronze: Bucket,
  ingestDate: string,
  knobs: GenerateKnobs,
  tell: TellProgress = async () => {},
): Promise<{ files: number; rows: number }> {
  const count = Math.max(minFiles, Math.ceil(knobs.rows / maxRowsPerFile));
  const names = Array.from({ length: count }, (_, number) => `generated-${String(number).padStart(4, '0')}.ndjson.gz`);
  await refuseRealFiles(bronze, ingestDate, names);
  const pools = createPools(knobs.seed);
  const day = Date.parse(`${ingestDate}T00:00:00Z`) / 86_400_000;
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-generate-'));
  try {
    for (const [number, name] of names.entries()) {
      const first = Math.floor((knobs.rows * number) / count);
      const last = Math.floor((knobs.rows * (number + 1)) / count);
      const lines = deliver(knobs, pools, day, first, last);
      const isLast = number === count - 1;
      const path = join(scratch, name);
      const hash = createHash('sha256');
      const pieces = tap(joinLines(isLast ? concat(lines, deliverBad(knobs, pools, day)) : lines), hash);
      await pipeline(Readable.from(pieces, { objectMode: false }), createGzip({ level: 1 }), createWriteStream(path));
      const content = { hash: hash.digest('hex'), hashStored };
      await landGenerated(bronze, bronzeKey(feed, ingestDate, name), path, content);
      await rm(path);
      await tell({ share: (number + 1) / count, rows: last });
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return { files: count, rows: knobs.rows };
}

/** Lands a file; other content under its name is that of a run with other knobs, which cannot be exchanged. */
async function landGenerated(bronze: Bucket, key: string, path: string, content: Content): Promise<void> {
  try {
    await landFile(bronze, key, path, content);
  } catch (error) {
    if (!(error instanceof PaylakeError) || error.kind !== 'usage') throw error;
    throw new PaylakeError(
      'usage',
      `${key} is there already, made with other knobs (rows, seed or shares), and Bronze is write-once`,
      'use the knobs of the first time, or another folder (--home DIR), or delete the folder and start over; or generate other dates',
    );
  }
}

async function refuseRealFiles(bronze: Bucket, ingestDate: string, names: readonly string[]): Promise<void> {
  const listed = await forEachLimited(feedsOf(findFeed(feed).dataset), 4, ({ name }) =>
    listObjects(bronze, bronzePrefix(name, ingestDate)),
  );
  const present = listed.flat().map(({ key }) => key);
  const own = names.map((name) => bronzeKey(feed, ingestDate, name));
  const isComplete = own.every((key) => present.includes(key));
  const foreign = present.find((key) => !own.includes(key));
  if (foreign === undefined || isComplete) return;
  throw new PaylakeError(
    'usage',
    `Bronze holds ${foreign}, which this generator run would not write: made-up rows are never mixed with others`,
    'generate other dates, or into another home (--home DIR)',
  );
}

/** Of an object that somebody else put under a generated name; what is no gzip is no content of ours. */
async function hashStored(stored: AsyncIterable<Buffer>): Promise<string> {
  try {
    return await pipeline(Readable.from(stored, { objectMode: false }), createGunzip(), hashStream);
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))) return 'unreadable';
    throw error;
  }
}

/** Hashes text as it passes by. */
function* tap(pieces: Iterable<string>, hash: Hash): Generator<string> {
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

function* concat(...parts: Iterable<string>[]): Generator<string> {
  for (const part of parts) yield* part;
}

function* joinLines(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
