import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const pollMilliseconds = 4;

/** Waits until a file is there, or a condition holds; throws if the command ends before. */
export async function until(seen: () => string | boolean, ended: Promise<unknown>): Promise<void> {
  const state = { over: false };
  ended.finally(() => {
    state.over = true;
  });
  for (;;) {
    const found = seen();
    if (typeof found === 'string' ? existsSync(found) : found) return;
    if (state.over) throw new Error('the command ended before what was waited for was seen');
    await pause(pollMilliseconds);
  }
}
