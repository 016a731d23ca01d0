import { findContract } from '../../datasets/find-contract.ts';
import type { Feed } from '../../feeds/feed.ts';
import { readPieces } from './cut-chunks.ts';

const ignore = (): void => {};
const options = { chunkBytes: 16 * 1024 * 1024, notice: ignore, header: ignore, leaveOut: ignore };

/** Reads a file through in its form and keeps nothing; throws FileRefused where accepting it would refuse it. */
export async function checkFile(feed: Feed, file: string, stored: AsyncIterable<Buffer>): Promise<void> {
  const sender = { contract: findContract(feed.dataset), feed };
  for await (const _piece of readPieces(sender, file, stored, options));
}
