import { isDeepStrictEqual } from 'node:util';
import { classifyError } from '../../runtime/classify-error.ts';
import type { CheckedAssumption, Json, Observed } from './assumption.ts';
import { type Bench, cleanUp, tracesOf } from './bench.ts';
import { NotAsked } from './not-asked.ts';

/** What became of a check; `why` says what a check that could not be asked was missing. */
export type Trial = { name: string; assumed: Json } & (
  | { verdict: 'same' | 'different'; found: Json; evidence?: string; why?: undefined }
  | { verdict: 'unasked'; found?: undefined; evidence?: undefined; why: string }
);

/** All trials of a round; `leftBehind` says what could not be removed afterwards, and why. */
export type Round = { trials: Trial[]; leftBehind: string | null };

/** Asks a warehouse everything there is a check for, one after the other, and removes what that made. */
export async function tryAssumptions(
  bench: Bench,
  assumptions: readonly CheckedAssumption[],
  goldens: Record<string, Json>,
  onTrial: (trial: Trial) => void = () => {},
): Promise<Round> {
  const trials: Trial[] = [];
  for (const { name, check } of assumptions) {
    const trial = await tryOne(bench, name, check, goldens[name] ?? null);
    trials.push(trial);
    onTrial(trial);
  }
  const leftBehind = await cleanUp(bench).then(
    () => null,
    (error: unknown) => `${tracesOf(bench)} (${error instanceof Error ? error.message : error})`,
  );
  return { trials, leftBehind };
}

async function tryOne(bench: Bench, name: string, check: CheckedAssumption['check'], assumed: Json): Promise<Trial> {
  try {
    return judge(name, assumed, await check(bench));
  } catch (error) {
    if (error instanceof NotAsked) return { name, assumed, verdict: 'unasked', why: error.message };
    const { kind, message } = classifyError(error);
    if (kind === 'usage' || kind === 'transient') return { name, assumed, verdict: 'unasked', why: message };
    return judge(name, assumed, {
      found: { unexpected: error instanceof Error ? error.name : 'Error' },
      evidence: message,
    });
  }
}

function judge(name: string, assumed: Json, { found, evidence }: Observed): Trial {
  const verdict = isDeepStrictEqual(found, assumed) ? 'same' : 'different';
  return { name, assumed, verdict, found, ...(evidence && { evidence }) };
}
