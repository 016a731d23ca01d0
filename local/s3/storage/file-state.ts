import { type BigIntStats, lstatSync } from 'node:fs';
import { absent, unlessFsError } from './fs-errors.ts';

/** A file as it stood at one moment. */
export type FileState = {
  /** Changes whenever the content does and survives a rename: inode, size, modification time in nanoseconds. */
  identity: string;
  size: number;
  modified: Date;
};

/** The state in a stat result. */
export function toFileState(stat: BigIntStats): FileState {
  return {
    identity: `${stat.ino}-${stat.size}-${stat.mtimeNs}`,
    size: Number(stat.size),
    modified: new Date(Number(stat.mtimeMs)),
  };
}

/** The state of the plain file at `path`; undefined for nothing, a folder, a symbolic link. */
export function readFileState(path: string): FileState | undefined {
  const stat = unlessFsError(absent, () => lstatSync(path, { bigint: true, throwIfNoEntry: false }));
  return stat?.isFile() ? toFileState(stat) : undefined;
}
