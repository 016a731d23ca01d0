/** Tells the person at the terminal how it goes; stdout is for what was asked for. */
export function notice(text: string): void {
  process.stderr.write(`  ${text}\n`);
}
