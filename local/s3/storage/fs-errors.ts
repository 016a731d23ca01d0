/** Whether an error is a file system error with one of these codes. */
export function isFsError(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Runs a file system call; undefined where it fails with one of these codes, any other error is thrown on. */
export function unlessFsError<T>(codes: readonly string[], call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isFsError(error, ...codes)) return undefined;
    throw error;
  }
}

/** What the file system says where a path leads to nothing. */
export const absent = ['ENOENT', 'ENOTDIR'] as const;
