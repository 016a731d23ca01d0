/** The kinds of failure a person or a retry has to tell apart; each has its own exit status. */
export type ErrorKind = 'internal' | 'usage' | 'blocked' | 'transient' | 'locked';

/**
 * A failure that says what went wrong and what to do next.
 * `name` is what a state machine's Retry and Catch match on.
 */
export class PaylakeError extends Error {
  readonly kind: ErrorKind;
  readonly next: string;

  constructor(kind: ErrorKind, message: string, next: string) {
    super(message);
    this.name = errorNames[kind];
    this.kind = kind;
    this.next = next;
  }
}

/** Error names as Step Functions sees them. Only `TransientError` is ever retried. */
export const errorNames: Record<ErrorKind, string> = {
  internal: 'InternalError',
  usage: 'UsageError',
  blocked: 'BlockedError',
  transient: 'TransientError',
  locked: 'LockedError',
};

/** Exit status of the CLI by kind of failure (success is 0). */
export const exitStatus: Record<ErrorKind, number> = { internal: 1, usage: 2, blocked: 3, transient: 4, locked: 5 };

/** Separates message and next step in an error's text on its way through Step Functions. */
export const nextMark = ' | next: ';
