import { type Advice, renderAdvice } from './run/render-advice.ts';

/** The kinds of failure a person or a retry has to tell apart; each has its own exit status. */
export type ErrorKind = 'internal' | 'usage' | 'blocked' | 'transient' | 'locked';

/**
 * A failure that says what went wrong and what to do next. `next` is the advice as a text whose commands lead to no target yet.
 * `name` is what a state machine's Retry and Catch match on.
 */
export class PaylakeError extends Error {
  readonly kind: ErrorKind;
  readonly advice: Advice;
  readonly next: string;

  constructor(kind: ErrorKind, message: string, advice: Advice) {
    super(message);
    this.name = errorNames[kind];
    this.kind = kind;
    this.advice = advice;
    this.next = renderAdvice(advice);
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
