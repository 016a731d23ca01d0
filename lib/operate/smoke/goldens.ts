import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Json } from './assumption.ts';
import saved from './goldens.json' with { type: 'json' };
import type { Trial } from './try-assumptions.ts';

/** What every check found where it was last believed; `of` says where that was. Our endpoint's tests are held to it. */
export type Goldens = { schema: 'paylake.goldens/1'; of: string; checks: Record<string, Json> };

export const goldens = saved as Goldens;

/**
 * Writes what was found as goldens: put over lib/operate/smoke/goldens.json they make the endpoint's tests name where it differs.
 * What could not be asked stays as it was assumed.
 */
export function saveGoldens(file: string, of: string, trials: readonly Trial[]): void {
  const checks = trials.map(({ name, found, assumed }) => [name, found ?? assumed]);
  const evidence = trials.flatMap((trial) => (trial.evidence ? [[trial.name, trial.evidence]] : []));
  const unasked = trials.flatMap(({ name, verdict }) => (verdict === 'unasked' ? [name] : []));
  const document = {
    schema: 'paylake.goldens/1',
    of,
    checks: Object.fromEntries(checks),
    evidence: Object.fromEntries(evidence),
    unasked,
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
}
