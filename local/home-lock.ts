import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PaylakeError } from '../lib/errors.ts';

/** Where the holder's endpoints answer, and what the synthesised app put there: all that a reader needs. */
export type Services = { endpoints: Record<string, string>; outputs: Record<string, string> };

/** The process at work in a home; `services` as soon as its endpoints answer. */
export type Holder = { pid: number; started: string; work: 'read' | 'write'; services?: Services };

export type HomeLock = {
  /** Tells readers where the holder's endpoints answer. */
  publish(services: Services): void;
  release(): void;
};

/** Another living process has the home. */
export class HomeInUse extends PaylakeError {
  readonly holder: Holder;

  constructor(home: string, holder: Holder) {
    const next = 'run the same command again when it has ended (or with --wait), or use another folder (--home DIR)';
    super('locked', `${home} is in use by process ${holder.pid}`, next);
    this.holder = holder;
  }
}

/**
 * Makes this process the only one at work in a home. A lock whose process is gone is taken over at once: a killed run leaves
 * nothing in the way. Throws HomeInUse while another process has it.
 */
export function lockHome(home: string, work: Holder['work']): HomeLock {
  const path = pathOf(home);
  const own = `${path}.${process.pid}`;
  const holder: Holder = { pid: process.pid, started: startOf(process.pid), work };
  try {
    mkdirSync(home, { recursive: true });
    writeFileSync(own, JSON.stringify(holder));
  } catch (error) {
    throw unusable(home, error);
  }
  try {
    while (!link(own, path)) {
      const other = read(path);
      if (isAlive(other)) throw new HomeInUse(home, other);
      remove(path, own);
    }
  } finally {
    rmSync(own, { force: true });
  }
  const release = (): void => rmSync(path, { force: true });
  process.once('exit', release);
  return {
    publish: (services) => {
      writeFileSync(own, JSON.stringify({ ...holder, services }));
      renameSync(own, path);
    },
    release: () => {
      process.off('exit', release);
      release();
    },
  };
}

/** The living process that has a home, if there is one. */
export function findHolder(home: string): Holder | undefined {
  const holder = read(pathOf(home));
  return isAlive(holder) ? holder : undefined;
}

function pathOf(home: string): string {
  return join(home, 'home.lock');
}

function unusable(home: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['EEXIST', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code)) return error;
  return new PaylakeError('usage', `${home} cannot be used as a folder (${code})`, 'use another folder (--home DIR)');
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
