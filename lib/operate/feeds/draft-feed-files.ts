import { writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { maskCardNumbers } from '../../contracts/card-number.ts';
import { findContract } from '../../datasets/find-contract.ts';
import { PaylakeError } from '../../errors.ts';
import { isErrorCoded } from '../../runtime/is-error-coded.ts';
import type { Draft } from '../draft/draft.ts';
import { draftFeed } from '../draft/draft-feed.ts';
import { renderDraft } from '../draft/render-draft.ts';
import { toFeedName } from '../draft/to-feed-name.ts';
import { readSample } from './read-sample.ts';

/** Bytes that are looked at, of all files together and of one. */
const lookedAt = { all: 32 * 1024 * 1024, most: 8 * 1024 * 1024, least: 512 * 1024 };

const define = fileURLToPath(new URL('../../feeds/define-feed.ts', import.meta.url));

/** A draft and the TypeScript file that declares it. */
export type FeedDraft = { draft: Draft; text: string };

/**
 * `feed draft`: proposes a declaration for files of one sender. Reads their heads alone and lands nothing.
 *
 * @param out file to write it to, which must not be there yet; the feed is called after it.
 */
export async function draftFeedFiles(
  paths: readonly string[],
  { dataset, out }: { dataset: string; out?: string },
): Promise<FeedDraft> {
  const contract = findContract(dataset);
  const { all, most, least } = lookedAt;
  const each = Math.min(most, Math.max(least, Math.floor(all / Math.max(1, paths.length))));
  const samples = [];
  for (const path of paths) samples.push(await readSample(path, each));
  const name = toFeedName(out ?? paths[0] ?? '');
  const draft = hideCardNumbers(draftFeed(samples, contract, name));
  const text = renderDraft(draft, importFrom(out));
  if (out !== undefined) await writeNew(out, text);
  return { draft, text };
}

/** No number of a card leaves, wherever in a file it stood (law 9). */
function hideCardNumbers(draft: Draft): Draft {
  return JSON.parse(JSON.stringify(draft), (_key, value) =>
    typeof value === 'string' ? maskCardNumbers(value) : value,
  );
}

/** The module that has `defineFeed`, as the written file reaches it; one that is printed is meant for a dataset's folder of feeds. */
function importFrom(out: string | undefined): string {
  const path = out === undefined ? '../../../feeds/define-feed.ts' : relative(dirname(resolve(out)), define);
  const posix = path.split(sep).join('/');
  return posix.startsWith('.') ? posix : `./${posix}`;
}

async function writeNew(out: string, text: string): Promise<void> {
  try {
    await writeFile(out, text, { flag: 'wx' });
  } catch (error) {
    if (isErrorCoded(error, 'EEXIST'))
      throw new PaylakeError(
        'usage',
        `${out} is there already`,
        `name another file than ${basename(out)}, or remove it`,
      );
    const reason = error instanceof Error ? error.message : String(error);
    throw new PaylakeError('usage', `${out} cannot be written: ${reason}`, 'name a file in a folder that is there');
  }
}
