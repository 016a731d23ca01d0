import { realpathSync, type Stats, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findCardNumbers, maskCardNumbers } from '../../contracts/card-number.ts';
import { PaylakeError } from '../../errors.ts';

/** A file to land under a name of its own; below a named folder the name has the sub-folders in it. */
export type InputFile = { path: string; name: string };
/** What is not landed, and why: told to a person. */
export type LeftOut = { path: string; why: string };

type Collected = { files: InputFile[]; leftOut: LeftOut[] };

/** S3 takes no longer keys; the feed and the date stand in front of the name. */
const maxNameBytes = 1024 - 100;

/** Names that writers of files leave beside them. */
const notData: [name: RegExp, why: string][] = [
  [/^_(SUCCESS|committed_|started_|metadata$|common_metadata$|temporary$|delta_log$|spark_metadata$)/, 'marker'],
  [/^\.~lock\.|^~\$/, 'lock of an open document'],
  [/\.crc$/i, 'checksum'],
  [/^(Thumbs\.db|desktop\.ini|__MACOSX)$/i, 'file of the desktop'],
  [/\.(part|partial|filepart|crdownload|tmp)$/i, 'unfinished transfer'],
  [/^\./, 'hidden'],
];

/**
 * The files that some inputs name, in the natural order of their names: folders with all below them, links followed. Left out, and
 * told, are markers, hidden and empty files and what was named twice; a usage error names what can be neither taken nor
 * left out.
 */
export async function collectFiles(inputs: readonly string[]): Promise<Collected> {
  const collected: Collected = { files: [], leftOut: [] };
  const seen = new Map<string, string>();
  for (const input of inputs) {
    const stats = statSync(input, { throwIfNoEntry: false });
    if (!stats) throw new PaylakeError('usage', `${input} is not there`, 'name a file or a folder with files');
    await collect(input, stats.isDirectory() ? '' : basename(input), { ...collected, seen });
  }
  if (collected.files.length === 0) throw nothingToLand(inputs, collected.leftOut);
  refuseEqualNames(collected.files);
  for (const { path, name } of collected.files) refuseName(path, name);
  return collected;
}

async function collect(path: string, name: string, found: Collected & { seen: Map<string, string> }): Promise<void> {
  const why = notData.find(([pattern]) => pattern.test(basename(name)))?.[1];
  if (why) {
    found.leftOut.push({ path, why });
    return;
  }
  const stats = statOf(path);
  const real = realpathSync(path);
  const twin = found.seen.get(real);
  if (twin !== undefined) found.leftOut.push({ path, why: `the same as ${twin}` });
  else if (stats.isDirectory()) {
    found.seen.set(real, path);
    const entries = (await readdir(path)).sort(naturally.compare);
    for (const entry of entries) await collect(join(path, entry), name === '' ? entry : `${name}/${entry}`, found);
  } else if (!stats.isFile())
    throw new PaylakeError(
      'usage',
      `${path} is no file but a pipe, socket or device`,
      'write it to a file and name that',
    );
  else if (stats.size === 0) found.leftOut.push({ path, why: 'empty' });
  else {
    found.seen.set(real, path);
    // Some systems write a letter and its accent apart: the same name to whoever reads it.
    found.files.push({ path, name: name.normalize('NFC') });
  }
}

/** part-9 before part-10. */
const naturally = new Intl.Collator('en', { numeric: true });

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const isLink = code === 'ENOENT' || code === 'ELOOP';
    const message = isLink ? `${path} is a link to nothing` : `${path} cannot be looked at (${code})`;
    throw new PaylakeError('usage', message, 'mend it or take it out of the folder: nothing is left out in silence');
  }
}

/** Of an input that holds nothing but what is left out. */
export function nothingToLand(inputs: readonly string[], leftOut: readonly LeftOut[]): PaylakeError {
  const why = leftOut.map(({ path, why }) => `${path} (${why})`).join(', ');
  const message = `no files to land in ${inputs.join(', ')}${why === '' ? '' : `: left out ${why}`}`;
  return new PaylakeError('usage', message, 'name a file or a folder with files');
}

function refuseEqualNames(files: readonly InputFile[]): void {
  const first = new Map<string, string>();
  for (const { path, name } of files) {
    const other = first.get(name);
    const next = 'name the folder above both, whose sub-folders become part of the names; or rename one';
    if (other) throw new PaylakeError('usage', `${other} and ${path} would both be called ${name} in Bronze`, next);
    first.set(name, path);
  }
}

/** A file's name becomes the source_file of its rows. */
function refuseName(path: string, name: string): void {
  if (findCardNumbers(name).length > 0)
    throw new PaylakeError('usage', `a file name holds a card number: ${maskCardNumbers(path)}`, 'rename the file');
  const bytes = Buffer.byteLength(name);
  if (bytes > maxNameBytes)
    throw new PaylakeError('usage', `${path}: its name has ${bytes} bytes, Bronze takes ${maxNameBytes}`, 'rename it');
}
