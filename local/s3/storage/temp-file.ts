import { closeSync, fstatSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type FileState, toFileState } from './file-state.ts';
import { absent, unlessFsError } from './fs-errors.ts';
import type { Store } from './store.ts';

/** A file being written outside the bucket. */
export type TempFile = {
  path: string;
  write(piece: Buffer): void | Promise<void>;
  /** Puts everything on disk (in the page cache: a kill loses nothing, a power cut may) and gives its state. */
  finish(): Promise<FileState>;
  /** Removes the file; harmless after it was renamed away. */
  discard(): Promise<void>;
};

// Below this an object is kept in memory until it is whole: one write, and no file at all for a client that leaves.
const flushBytes = 256 * 1024;

let count = 0;

/** Starts a file in the endpoint's temporary folder; nothing is created before the first flush. */
export function createTempFile(store: Store): TempFile {
  count += 1;
  const path = `${store.tempDir}/${count}`;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let handle: FileHandle | undefined;

  function takePending(): Buffer {
    const bytes = pending.length === 1 && pending[0] ? pending[0] : Buffer.concat(pending);
    pending = [];
    pendingBytes = 0;
    return bytes;
  }

  async function flush(): Promise<void> {
    const bytes = takePending();
    handle ??= await open(path, 'wx');
    await handle.writeFile(bytes);
  }

  return {
    path,
    write(piece) {
      pending.push(piece);
      pendingBytes += piece.length;
      return pendingBytes < flushBytes ? undefined : flush();
    },
    async finish() {
      if (!handle) return writeWhole(path, takePending());
      await flush();
      const state = toFileState(await handle.stat({ bigint: true }));
      await handle.close();
      handle = undefined;
      return state;
    },
    async discard() {
      await handle?.close();
      handle = undefined;
      unlessFsError(absent, () => unlinkSync(path));
    },
  };
}

// Synchronous: for a small file four hops through the thread pool cost more than the calls themselves.
function writeWhole(path: string, bytes: Buffer): FileState {
  const fd = openSync(path, 'wx');
  try {
    writeFileSync(fd, bytes);
    return toFileState(fstatSync(fd, { bigint: true }));
  } finally {
    closeSync(fd);
  }
}
