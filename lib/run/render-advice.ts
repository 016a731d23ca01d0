import { type CommandOptions, toCommand } from './to-command.ts';

/** One of our commands as data. */
export type Command = { command: string; args?: CommandOptions };

/** What to do next, in parts, so that its commands lead to the target on which it is read, wherever it was said. */
export type Advice = string | readonly (string | Command)[];

/** An advice as a person reads it. */
export function renderAdvice(advice: Advice, flags = ''): string {
  return [advice]
    .flat()
    .map((part) => (typeof part === 'string' ? part : toCommand(part.command, part.args, flags)))
    .join('');
}
