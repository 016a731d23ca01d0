import { addUsage, noUsage, type Usage } from '../cost/usage.ts';
import { pipeline, type StageName } from '../pipeline.ts';
import { countTransitions } from './count-transitions.ts';
import type { Meter } from './meter.ts';
import type { StageEvent } from './stage-event.ts';

/** What was used up to now for the run the stage works for, by this execution, if the stage is going to answer so. */
export type Spent = (answer: string) => Usage;

/** Lambda gives a function so long to start; a process that is older at its first event was waiting. */
const longestStartMs = 10_000;
let isWarm = false;

/**
 * Begins to measure an invocation. A stage that runs for each item tells its own part only; the one behind it adds the parts
 * up, with all that was handed on before.
 */
export function measureUsage(stage: StageName, meter: Meter, event: StageEvent<unknown>): Spent {
  const startedMs = performance.now();
  const startUpMs = isWarm ? 0 : Math.min(startedMs, longestStartMs);
  isWarm = true;
  meter.reset();
  const { run, generated } = event;
  // What was generated stays in the state; it is new only to the stage right behind it.
  const worked = run.next === 'generate' ? (generated as Worked[]) : run.worked;
  const before = pipeline[stage].forEach ? [] : [run.usage, ...(worked ?? []).map(({ usage }) => usage)];
  const around = {
    isFirst: ['plan', 'fail'].includes(stage) && run.next === undefined,
    isAfterMap: worked !== undefined,
  };
  return (answer) => {
    const milliseconds = Math.ceil(startUpMs + performance.now() - startedMs);
    const own = {
      ...meter.read(),
      invocations: 1,
      mibMilliseconds: milliseconds * Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0),
      transitions: countTransitions(stage, answer, around),
    };
    return addUsage(...before.map((usage) => usage ?? noUsage), own);
  };
}

/** What the function of a stage that runs for each item answered. */
export type Worked = { usage?: Usage };
