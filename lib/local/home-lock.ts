import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PaylakeError } from '../errors.ts';

type Holder = { pid: number; started: string };

/**
 * Makes this process the only one at work in a home; returns how to let go. A lock whose process is gone is taken over at once:
 * a killed run leaves nothing in the way.
 */
export function lockHome(home: string): () => void {
  const path = join(home, 'home.lock');
  const own = `${path}.${process.pid}`;
  const holder: Holder = { pid: process.pid, started: startOf(process.pid) };
  try {
    mkdirSync(home, { recursive: true });
    writeFileSync(own, JSON.stringify(holder));
  } catch (error) {
    throw unusable(home, error);
  }
  try {
    while (!link(own, path)) {
      const other = read(path);
      if (isAlive(other)) throw inUse(home, other.pid);
      remove(path, own);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(path, { force: true });
}

function unusable(home: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['EEXIST', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code)) return error;
  return new PaylakeError('usage', `${home} cannot be used as a folder (${code})`, 'use another folder (--home DIR)');
}

function inUse(home: string, pid: number): PaylakeError {
  return new PaylakeError(
    'locked',
    `${home} is in use by process ${pid}`,
    'run the same command again when it has ended, or use another folder (--home DIR)',
  );
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Renaming first makes sure that of two who find it stale only one removes it; a lock taken in between is put back. */
function remove(path: string, own: string): void {
  const aside = `${own}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (isAlive(read(aside))) link(aside, path);
  rmSync(aside, { force: true });
}

function isAlive(holder: Holder | undefined): holder is Holder {
  return holder !== undefined && holder.started !== '' && startOf(holder.pid) === holder.started;
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** When a process started, so that a reused process id is not taken for it; empty if there is no such process. */
function startOf(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch {
    return '';
  }
  try {
    // Field 22 of /proc/<pid>/stat, counted behind the name, which may hold blanks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '?';
  } catch {
    return '?';
  }
}
