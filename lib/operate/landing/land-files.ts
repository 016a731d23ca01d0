import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PaylakeError } from '../../errors.ts';
import type { Feed } from '../../feeds/feed.ts';
import { hashFile } from '../../lake/hash-file.ts';
import { bronzeKey, landingAcceptanceKey } from '../../lake/keys.ts';
import { isNewFile, landFile } from '../../lake/land-file.ts';
import { type Bucket, getJson, putJson } from '../../lake/objects.ts';
import type { AcceptedCheck } from '../../run/checks.ts';
import { countOf } from '../../run/count-of.ts';
import { checkFile } from '../../stages/accept/check-file.ts';
import { FileRefused } from '../../stages/accept/file-refused.ts';
import { collectFiles, type InputFile, nothingToLand } from './collect-files.ts';
import { type FileContent, readContent, writeMasked } from './read-content.ts';
import { tellLeftOut } from './tell-left-out.ts';
import { tellPace } from './tell-pace.ts';

export type Refusal = { file: string; reason: string; remedy: string };

/** `refused` files that nobody accepted mean that nothing was landed; `passed` are refused ones an operator accepted. */
export type Landing = { landed: number; known: number; refused: Refusal[]; passed: Refusal[] };

export type LandingOptions = {
  ingestDate: string;
  /** The operator's word that refused files may be left out; remembered for those files. */
  accepted: AcceptedCheck | undefined;
  notice: (text: string) => void;
};

type Fresh = { key: string; path: string; content: FileContent; asRead: string };

/**
 * Lands files (see `collectFiles`) as a feed under an ingest date, their card numbers masked. All are read through and compared
 * with Bronze first: if one would be refused and that is not accepted, or has other content in Bronze, none is landed.
 */
export async function landFiles(
  { bronze, silver }: { bronze: Bucket; silver: Bucket },
  feed: Feed,
  inputs: readonly string[],
  { ingestDate, accepted, notice }: LandingOptions,
): Promise<Landing> {
  const { files, leftOut } = await collectFiles(inputs);
  notice(`reading ${countOf(files.length, 'file')} as ${feed.name}`);
  const landing: Landing = { landed: 0, known: 0, refused: [], passed: [] };
  const fresh: Fresh[] = [];
  for (const { path, name } of files) {
    const key = bronzeKey(feed.name, ingestDate, name);
    const asRead = await stateOf(path);
    const content = await readSound(feed, { path, name }, notice);
    if ('reason' in content) {
      const isPassed = await isAccepted(silver, feed, content.file, accepted);
      (isPassed ? landing.passed : landing.refused).push(content);
    } else if (content.bytes === 0) leftOut.push({ path, why: 'empty' });
    else if (await isNewFile(bronze, key, content)) fresh.push({ key, path, content, asRead });
    else landing.known++;
  }
  if (fresh.length + landing.known + landing.refused.length + landing.passed.length === 0)
    throw nothingToLand(inputs, leftOut);
  tellLeftOut(leftOut, notice);
  if (landing.refused.length > 0) return landing;
  for (const one of fresh) {
    const { cardNumbers } = one.content;
    if (cardNumbers > 0) notice(`${one.path}: ${countOf(cardNumbers, 'card number')} masked`);
    if (await land(bronze, one)) landing.landed++;
    else landing.known++;
  }
  return landing;
}

/** What a file holds, or why it cannot be read as this feed. */
async function readSound(
  feed: Feed,
  { path, name }: InputFile,
  notice: LandingOptions['notice'],
): Promise<FileContent | Refusal> {
  try {
    const { size } = await stat(path);
    const open = (does: string) => tellPace(createReadStream(path), { does: `${does} ${path}`, size, notice });
    const content = await readContent(feed, path, open('reading'));
    if (content.bytes > 0) await checkFile(feed, path, open('checking'));
    return content;
  } catch (error) {
    if (error instanceof FileRefused) return { file: path, reason: error.message, remedy: error.of(path).remedy };
    if (error instanceof PaylakeError) throw new PaylakeError(error.kind, `${name}: ${error.message}`, error.advice);
    throw unreadable(path, error);
  }
}

/** A file without card numbers goes as it is, one with some is written anew first. */
async function land(bronze: Bucket, { key, path, content, asRead }: Fresh): Promise<boolean> {
  const scratch = content.cardNumbers > 0 ? await mkdtemp(join(tmpdir(), 'paylake-land-')) : undefined;
  try {
    const source = scratch === undefined ? path : join(scratch, 'masked');
    if (scratch !== undefined) await writeMasked(path, content.spelling, source);
    if ((await stateOf(path)) !== asRead)
      throw new PaylakeError('usage', `${path} changed while it was read`, 'wait until it is complete, then run again');
    return await landFile(bronze, key, source, content);
  } finally {
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  }
}

/** Tells whether a file was written to in between. */
async function stateOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs}`;
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

function unreadable(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['EACCES', 'EISDIR', 'ENOENT', 'EPERM'].includes(code)) return error;
  return new PaylakeError('usage', `${file} cannot be read (${code})`, 'check the path and its permissions');
}
