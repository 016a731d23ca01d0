import { readdirSync, readFileSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readObjectState } from './folder-marker.ts';
import { absent, isFsError, unlessFsError } from './fs-errors.ts';
import { objectPath } from './object-path.ts';
import { type ObjectRecord, recordPath } from './object-record.ts';
import { ownsTempDir, type Store } from './store.ts';

// An abandoned upload holds gigabytes and its client died with the run; AWS would keep it until a lifecycle rule.
const uploadMaxAgeMs = 24 * 60 * 60 * 1000;

/**
 * Removes what killed endpoints left over: their temporary folders and uploads untouched for a day.
 * Returns whether metadata records may be left over too: one died, and no other is alive and writing some.
 */
export function cleanLeftovers(store: Store): boolean {
  const tmpRoot = dirname(store.tempDir);
  const others = readdirSync(tmpRoot)
    .filter((name) => /^\d+-[0-9a-f]{12}$/.test(name))
    .map((name) => join(tmpRoot, name))
    .filter((path) => path !== store.tempDir);
  const dead = others.filter((path) => !isAlive(path));
  for (const path of dead) rmSync(path, { recursive: true, force: true });

  for (const id of readdirSync(store.uploadsRoot)) {
    const path = join(store.uploadsRoot, id);
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (touched < Date.now() - uploadMaxAgeMs) rmSync(path, { recursive: true, force: true });
  }
  return dead.length > 0 && dead.length === others.length;
}

// In a container the killed process often had our own id.
function isAlive(tempDir: string): boolean {
  const pid = Number.parseInt(tempDir.slice(tempDir.lastIndexOf('/') + 1), 10);
  if (pid === process.pid) return ownsTempDir(tempDir);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isFsError(error, 'EPERM');
  }
}

// A few milliseconds of work between two looks at waiting requests.
const turnRecords = 50;

/** Removes metadata records that no data file answers to, a few at a time, until done or `stop` is aborted. */
export async function sweepRecords(store: Store, stop: AbortSignal): Promise<void> {
  for (const bucket of readdirSync(store.metaRoot)) {
    const folder = join(store.metaRoot, bucket);
    for (const [index, name] of readdirSync(folder).entries()) {
      if (stop.aborted) return;
      sweepRecord(store, bucket, join(folder, name));
      if (index % turnRecords === 0) await nextTurn();
    }
  }
}

function sweepRecord(store: Store, bucket: string, path: string): void {
  const json = unlessFsError(absent, () => readFileSync(path, 'utf8'));
  const key = json === undefined ? undefined : keyOf(json);
  const place = { metaRoot: store.metaRoot, bucket };
  const state = key === undefined ? undefined : readObjectState(place, key, objectPath(join(store.root, bucket), key));
  const bound = key !== undefined && state && recordPath(place, key, state.identity);
  if (bound !== path) unlessFsError(absent, () => unlinkSync(path));
}

function keyOf(json: string): string | undefined {
  try {
    const record: ObjectRecord = JSON.parse(json);
    return record.key;
  } catch {
    return undefined;
  }
}
