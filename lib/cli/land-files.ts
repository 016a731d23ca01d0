import { createReadStream, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkFile } from '../accept/check-file.ts';
import { FileRefused } from '../accept/file-refused.ts';
import { PaylakeError } from '../errors.ts';
import type { Feed } from '../feeds/feed.ts';
import { bronzeKey } from '../lake/keys.ts';
import { landFile } from '../lake/land-file.ts';
import type { Bucket } from '../lake/objects.ts';

export type Refusal = { file: string; reason: string; remedy: string };
export type Landing = { landed: number; known: number; refused: Refusal[] };

/**
 * Lands files (folders mean all files in them) as a feed under an ingest date. All are read through first: if one would be
 * refused and that is not accepted, none is landed.
 */
export async function landFiles(
  bronze: Bucket,
  feed: Feed,
  inputs: readonly string[],
  options: { ingestDate: string; acceptRefused: boolean; notice: (text: string) => void },
): Promise<Landing> {
  const files = await collectFiles(inputs);
  options.notice(`reading ${files.length} files as ${feed.name}`);
  const refused: Refusal[] = [];
  for (const file of files) {
    try {
      await checkFile(feed, file, createReadStream(file));
    } catch (error) {
      if (!(error instanceof FileRefused)) throw unreadable(file, error);
      refused.push({ file, reason: error.message, remedy: error.remedy });
    }
  }
  const landing: Landing = { landed: 0, known: 0, refused };
  if (refused.length > 0 && !options.acceptRefused) return landing;
  const isRefused = new Set(refused.map(({ file }) => file));
  for (const file of files.filter((name) => !isRefused.has(name))) {
    const isNew = await landFile(bronze, bronzeKey(feed.name, options.ingestDate, basename(file)), file);
    if (isNew) landing.landed++;
    else landing.known++;
  }
  return landing;
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
  return found.sort();
}

function unreadable(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['EACCES', 'EISDIR', 'ENOENT', 'EPERM'].includes(code)) return error;
  return new PaylakeError('usage', `${file} cannot be read (${code})`, 'check the path and its permissions');
}
