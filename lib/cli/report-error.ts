import { type ErrorKind, exitStatus, type PaylakeError } from '../errors.ts';

/** Tells a failure and what to do next, with `--json` as a document on stdout too; gives its exit status. */
export function reportError(error: Pick<PaylakeError, 'kind' | 'message' | 'next'>, isJson: boolean): number {
  const { kind, message, next } = error;
  if (isJson) process.stdout.write(`${JSON.stringify(toErrorDocument(kind, message, next), null, 2)}\n`);
  process.stderr.write(`paylake: ${message}\nnext: ${next}\n`);
  return exitStatus[kind];
}

export function toErrorDocument(kind: ErrorKind, message: string, next: string): object {
  return { schema: 'paylake.error/1', error: { kind, message, next } };
}
