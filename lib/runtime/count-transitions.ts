import { pipeline, type StageName } from '../pipeline.ts';

/** Where an invocation stands in the state machine. */
export type Surroundings = {
  /** The first of the execution: the machine's Start came before it. */
  isFirst: boolean;
  /** A stage that runs for each item came before it. */
  isAfterMap: boolean;
};

/**
 * States the machine enters for one invocation that answers so: those between the last function and this one that nobody else
 * counts, its own, and those it leads to before the next function (lib/infra/to-asl.ts).
 */
export function countTransitions(stage: StageName, answer: string, { isFirst, isAfterMap }: Surroundings): number {
  const { next, forEach } = pipeline[stage];
  if (forEach) return 1;
  const step = next[answer];
  const choice = Object.keys(next).length > 1;
  const waitsOrEnds = typeof step === 'object' || step === 'end';
  // The failed state of the step, and the note of which it was.
  const failure = stage === 'fail' ? 2 : 0;
  return 1 + Number(isFirst) + Number(isAfterMap) + Number(choice) + Number(waitsOrEnds) + failure;
}
