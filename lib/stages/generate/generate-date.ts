import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Generator } from '../../generator/generator.ts';
import type { Knobs } from '../../generator/knobs.ts';
import { bronzeKey } from '../../lake/keys.ts';
import type { Bucket } from '../../lake/objects.ts';
import type { TellProgress } from '../../run/item-progress.ts';
import { landGenerated } from './land-generated.ts';
import { refuseRealFiles } from './refuse-real-files.ts';

/** Files a day at least, and slots a file at most. */
const minFiles = 4;
const maxRowsPerFile = 500_000;
/** Lines are joined to pieces of about this many characters before they are packed. */
const pieceLength = 64 * 1024;

/**
 * Generate: lands one ingest date's made-up files in Bronze, gzipped, streaming. The bytes are a function of date and knobs.
 * Refuses a date that holds files it did not write: made-up rows are never mixed with real ones.
 *
 * @param tell told after each file how much of the date is landed.
 */
export async function generateDate(
  bronze: Bucket,
  { feed, generator }: { feed: string; generator: Generator },
  ingestDate: string,
  knobs: Knobs,
  tell: TellProgress = async () => {},
): Promise<{ files: number; rows: number }> {
  const { ending, header } = generator;
  const { rows } = knobs;
  const count = Math.max(minFiles, Math.ceil(rows / maxRowsPerFile));
  const names = Array.from(
    { length: count },
    (_, number) => `generated-${String(number).padStart(4, '0')}.${ending}.gz`,
  );
  await refuseRealFiles(bronze, feed, ingestDate, names);
  const world = generator.createWorld(knobs);
  const day = Date.parse(`${ingestDate}T00:00:00Z`) / 86_400_000;
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-generate-'));
  try {
    for (const [number, name] of names.entries()) {
      const first = Math.floor((rows * number) / count);
      const last = Math.floor((rows * (number + 1)) / count);
      const bad = number === count - 1 ? world.deliverBad(day) : [];
      const lines = concat(header === undefined ? [] : [header], world.deliver(day, first, last), bad);
      const path = join(scratch, name);
      const hash = createHash('sha256');
      const pieces = tap(joinLines(lines), hash);
      await pipeline(Readable.from(pieces, { objectMode: false }), createGzip({ level: 1 }), createWriteStream(path));
      await landGenerated(bronze, bronzeKey(feed, ingestDate, name), path, hash.digest('hex'));
      await rm(path);
      await tell({ share: (number + 1) / count, rows: last });
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return { files: count, rows };
}

/** Hashes text as it passes by. */
function* tap(pieces: Iterable<string>, hash: Hash): Iterable<string> {
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

function* concat(...parts: Iterable<string>[]): Iterable<string> {
  for (const part of parts) yield* part;
}

function* joinLines(lines: Iterable<string>): Iterable<string> {
  let piece = '';
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
