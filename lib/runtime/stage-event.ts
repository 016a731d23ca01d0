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
  /** `factRows` once gold has counted them. */
  run: { runId: string; dataset: string; factRows?: number; [answer: string]: unknown };
  item: Item;
};
