import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Running, startPaylake } from '../cli/paylake.ts';

/**
 * What befalls a command at its n-th S3 or Data API call: `kill` it with all it started; `hold` the call while `file`, which is
 * written then, is there; `mark` the moment by writing `file`. `count` writes how many calls there were in all.
 */
export type Disturbance =
  | { does: 'kill'; at: number }
  | { does: 'hold' | 'mark'; at: number; file: string }
  | { does: 'count'; file: string };

const module = fileURLToPath(new URL('./call-hook.ts', import.meta.url));

export function startDisturbed(args: readonly string[], disturbance: Disturbance): Running {
  const { at = 0, file = '' } = { at: undefined, file: undefined, ...disturbance };
  const env = { PAYLAKE_TEST_AT: String(at), PAYLAKE_TEST_DO: disturbance.does, PAYLAKE_TEST_FILE: file };
  return startPaylake(args, { module, env });
}

/** How many calls a command makes that nobody disturbs; it must succeed. */
export async function countCalls(args: readonly string[], file: string): Promise<number> {
  const { status, stderr } = await startDisturbed(args, { does: 'count', file }).outcome;
  if (status !== 0) throw new Error(`paylake ${args.join(' ')}: exit ${status}\n${stderr}`);
  return Number(readFileSync(file, 'utf8'));
}

/** A whole number from 1 to `most`, always the same of the same seed. */
export function moment(seed: string, most: number): number {
  return (createHash('sha256').update(seed).digest().readUInt32BE(0) % most) + 1;
}
