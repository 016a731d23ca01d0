import { createInterface } from 'node:readline/promises';
import { PaylakeError } from '../errors.ts';

/** Asks a person on the terminal whether to go on; a program has to say so beforehand with `--yes`. */
export async function confirm(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new PaylakeError('usage', 'nobody is there to confirm it', 'add --yes, and it starts without asking');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new PaylakeError('usage', 'not confirmed, nothing was done', 'run it again and say y');
}
