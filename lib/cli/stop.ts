import { constants } from 'node:os';
import { quoteWord } from '../run/quote-word.ts';

/** What a person is told who stops the command: what that means, and what to do next. */
export type StopAdvice = { message: string; next: string };

let advice: ((again: string) => StopAdvice) | undefined;

/** From now on a stop means this; `again` is the command as it was given. */
export function adviseOnStop(say: (again: string) => StopAdvice): void {
  advice = say;
}

/**
 * Ends the process on Ctrl-C (or a kill that can be caught) with 128 + the signal's number, at once: whatever it was at is as safe as
 * after a kill -9, and the next command takes it from there.
 */
export function handleStops(args: readonly string[], report: (advice: StopAdvice) => void): void {
  const again = ['npx paylake', ...args.map(quoteWord)].join(' ');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      report(advice?.(again) ?? { message: 'stopped, nothing was changed', next: again });
      process.exit(128 + constants.signals[signal]);
    });
  }
}
