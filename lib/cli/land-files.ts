import { createReadStream, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkFile } from '../accept/check-file.ts';
import { FileRefused } from '../accept/file-refused.ts';
import { findCardNumbers, maskCardNumbers } from '../contracts/card-number.ts';
import { PaylakeError } from '../errors.ts';
import type { Feed } from '../feeds/feed.ts';
import { hashFile } from '../lake/hash-file.ts';
import { bronzeKey, landingAcceptanceKey } from '../lake/keys.ts';
import { isNewFile, landFile } from '../lake/land-file.ts';
import { type Bucket, getJson, putJson } from '../lake/objects.ts';
import type { AcceptedCheck } from '../run/checks.ts';

export type Refusal = { file: string; reason: string; remedy: string };

/** `refused` files that nobody accepted mean that nothing was landed; `passed` are refused ones an operator accepted. */
export type Landing = { landed: number; known: number; refused: Refusal[]; passed: Refusal[] };

export type LandingOptions = {
  ingestDate: string;
  /** The operator's word that refused files may be left out; remembered for those files. */
  accepted: AcceptedCheck | undefined;
  notice: (text: string) => void;
};

/**
 * Lands files (folders mean all files in them) as a feed under an ingest date. All are read through and compared with Bronze
 * first: if one would be refused and that is not accepted, or has other content in Bronze, none is landed.
 */
export async function landFiles(
  buckets: { bronze: Bucket; silver: Bucket },
  feed: Feed,
  inputs: readonly string[],
  { ingestDate, accepted, notice }: LandingOptions,
): Promise<Landing> {
  const { bronze, silver } = buckets;
  const files = await collectFiles(inputs);
  notice(`reading ${files.length} files as ${feed.name}`);
  const landing: Landing = { landed: 0, known: 0, refused: [], passed: [] };
  const fresh: { key: string; file: string }[] = [];
  for (const file of files) {
    const refusal = await findRefusal(feed, file);
    const key = bronzeKey(feed.name, ingestDate, basename(file));
    if (refusal) {
      const isPassed = await isAccepted(silver, feed, file, accepted);
      (isPassed ? landing.passed : landing.refused).push(refusal);
    } else if (await isNewFile(bronze, key, file)) fresh.push({ key, file });
    else landing.known++;
  }
  if (landing.refused.length > 0) return landing;
  for (const { key, file } of fresh) {
    if (await landFile(bronze, key, file)) landing.landed++;
    else landing.known++;
  }
  return landing;
}

async function findRefusal(feed: Feed, file: string): Promise<Refusal | undefined> {
  try {
    await checkFile(feed, file, createReadStream(file));
    return undefined;
  } catch (error) {
    if (!(error instanceof FileRefused)) throw unreadable(file, error);
    return { file, reason: error.message, remedy: error.remedy };
  }
}

/** Whether an operator lets a refused file be left out, now or when the same content came before. */
async function isAccepted(
  silver: Bucket,
  feed: Feed,
  file: string,
  accepted: AcceptedCheck | undefined,
): Promise<boolean> {
  const key = landingAcceptanceKey(feed.dataset, await hashFile(file));
  if (accepted) await putJson(silver, key, { ...accepted, feed: feed.name, file: basename(file) });
  return accepted !== undefined || (await getJson(silver, key)) !== undefined;
}

async function collectFiles(inputs: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const input of inputs) {
    const stats = statSync(input, { throwIfNoEntry: false });
    if (!stats) throw new PaylakeError('usage', `${input} is not there`, 'name a file or a folder with files');
    if (!stats.isDirectory()) found.push(input);
    else {
      const entries = await readdir(input, { withFileTypes: true });
      found.push(
        ...entries
          .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
          .map(({ name }) => join(input, name)),
      );
    }
  }
  if (found.length === 0)
    throw new PaylakeError('usage', `no files in ${inputs.join(', ')}`, 'name a file or a folder with files');
  const twice = found.find((file, at) => found.findIndex((other) => basename(other) === basename(file)) < at);
  if (twice) {
    const next = 'Bronze keeps file names: land them under different ingest dates, or rename one';
    throw new PaylakeError('usage', `two files are called ${basename(twice)}`, next);
  }
  const named = found.find((file) => findCardNumbers(basename(file)).length > 0);
  if (named) {
    const next = 'rename the file: its name becomes the source_file of its rows';
    throw new PaylakeError('usage', `a file name holds a card number: ${maskCardNumbers(basename(named))}`, next);
  }
  return found.sort();
}

function unreadable(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['EACCES', 'EISDIR', 'ENOENT', 'EPERM'].includes(code)) return error;
  return new PaylakeError('usage', `${file} cannot be read (${code})`, 'check the path and its permissions');
}
