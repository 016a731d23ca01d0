import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { findContract } from '../../datasets/find-contract.ts';
import type { Feed } from '../../feeds/feed.ts';
import { hashStream } from '../../lake/hash-file.ts';
import type { Content } from '../../lake/land-file.ts';
import { maskStream, type Spelling } from '../../lake/mask-stream.ts';
import { packAs, packingBytes, packingOf } from '../../lake/packing.ts';
import { decodeText } from '../../stages/accept/decode-text.ts';
import { detectForm, headBytes } from '../../stages/accept/detect-form.ts';
import { FileRefused } from '../../stages/accept/file-refused.ts';
import { openSource } from '../../stages/accept/open-source.ts';
import { peek } from '../../stages/accept/peek.ts';

/** What a file holds, unpacked and with its card numbers masked. */
export type FileContent = Content & {
  bytes: number;
  /** How many card numbers had to be masked. */
  cardNumbers: number;
  spelling: Spelling;
};

/** Reads a file through, its bytes by `source`. Throws FileRefused for one that cannot be unpacked, and for a native one of no form. */
export async function readContent(
  feed: Feed,
  path: string,
  source: AsyncIterable<Buffer> = createReadStream(path),
): Promise<FileContent> {
  const spelling = { encoding: feed.shape.encoding, json: await isJson(feed, path) };
  const hash = createHash('sha256');
  const content = { bytes: 0, cardNumbers: 0 };
  const masked = maskStream(openSource(source), spelling, (numbers) => {
    content.cardNumbers += numbers;
  });
  for await (const piece of masked) {
    hash.update(piece);
    content.bytes += piece.length;
  }
  return { ...content, spelling, hash: hash.digest('hex'), hashStored: (stored) => hashStored(stored, spelling) };
}

/** Writes a file with its card numbers masked, packed as it was; all else is byte for byte what it holds. */
export async function writeMasked(path: string, spelling: Spelling, target: string): Promise<void> {
  const { head, all } = await peek(createReadStream(path), packingBytes);
  const masked = Readable.from(
    maskStream(openSource(all), spelling, () => {}),
    { objectMode: false },
  );
  const packing = packingOf(head);
  if (packing) await pipeline(masked, packAs(packing), createWriteStream(target));
  else await pipeline(masked, createWriteStream(target));
}

async function hashStored(stored: AsyncIterable<Buffer>, spelling: Spelling): Promise<string> {
  try {
    return await hashStream(maskStream(openSource(stored), spelling, () => {}));
  } catch (error) {
    if (error instanceof FileRefused) return 'unreadable';
    throw error;
  }
}

/** Whether a file is read as JSON. Of a native file its first bytes tell. */
async function isJson({ dataset, shape }: Feed, path: string): Promise<boolean> {
  if (shape.form !== 'native') return shape.form === 'json';
  const { head, all } = await peek(decodeText(openSource(createReadStream(path)), shape.encoding), headBytes);
  // A generator that was never asked for anything lets go of nothing.
  await all.next();
  await all.return(undefined);
  return detectForm(findContract(dataset), basename(path), head).form !== 'delimited';
}
