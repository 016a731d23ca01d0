import type { Usage } from '../cost/usage.ts';

/** What the state machine tells every stage's function (lib/infra/to-asl.ts). */
export type StageEvent<Item = undefined> = {
  /** The execution's input as it was given. */
  request: unknown;
  /** The execution's own run; `run` is the one the stage works for. */
  runId: string;
  /** ARN of the execution: it owns the lease. */
  owner: string;
  startedAt: string;
  /** What the generator answered, empty if it was not asked. */
  generated: unknown[];
  /**
   * What the last stage answered; `factRows` once gold has counted them. `usage` is what was used so far for this run, `worked`
   * what the functions of a stage that runs for each item answered, if that was the last: both are read by stageHandler alone.
   */
  run: {
    runId: string;
    dataset: string;
    next?: string;
    factRows?: number;
    usage?: Usage;
    worked?: { usage?: Usage }[];
    [answer: string]: unknown;
  };
  item: Item;
};
