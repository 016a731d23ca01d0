import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { stateOf } from '../../infra/to-asl.ts';
import { pipeline, type StageName, stageNames } from '../../pipeline.ts';

/** Where a run is: the stage it is in, and what of its work is done. */
export type RunStep = {
  stage: StageName;
  /** When the stage was entered, in milliseconds since 1970. */
  since: number;
  /** The run the stage works for: a decided one that was never finished goes before the execution's own. */
  runId: string;
  dataset: string;
  /** Of a stage that runs for each item: how many there are, and those that are done; 0 and none for others. */
  items: number;
  done: string[];
  /** Rows of what is done, as far as the stage counts them. */
  rows: number;
  /** Of a batch in the warehouse: how many of its statements are done. */
  statements?: { done: number; of: number };
};

/** What a stage's function answers, as far as it tells how far a run is. */
type ItemOutput = { ingestDate?: string; chunk?: string; unit?: string; rows?: number | { in: number } };
type StageOutput = {
  run?: { runId?: string; dataset?: string; items?: unknown[]; statements?: RunStep['statements'] };
};

export type StepTracker = {
  /** Takes an event of the execution's history; those seen before are passed over. Gives the step that ended with it. */
  see(event: HistoryEvent): RunStep | undefined;
  /** The step the run is in; undefined before its first. */
  current(): RunStep | undefined;
};

const each = new Map(stageNames.map((stage) => [`${stateOf(stage)} one`, stage]));
const whole = new Map(stageNames.map((stage) => [stateOf(stage), stage]));

/** Reads an execution's history as steps. It is asked for again and again, always from its beginning. */
export function trackSteps(): StepTracker {
  let lastId = 0;
  let step: RunStep | undefined;
  let around = { runId: '', dataset: '', items: 0 };
  const enter = (state: string, time: number): RunStep | undefined => {
    const stage = whole.get(state) ?? each.get(state);
    // A stage that polls is entered again and again; that is one step.
    if (!stage || step?.stage === stage) return undefined;
    const ended = step;
    const { items, ...run } = around;
    step = { stage, since: time, ...run, items: pipeline[stage].forEach ? items : 0, done: [], rows: 0 };
    return ended;
  };
  const exit = (state: string, output: ItemOutput & StageOutput): void => {
    const { runId = around.runId, dataset = around.dataset, items = [], statements } = output.run ?? {};
    if (whole.has(state)) around = { runId, dataset, items: items.length };
    if (!step) return;
    if (whole.get(state) === step.stage && statements) step.statements = statements;
    if (each.get(state) !== step.stage) return;
    const { ingestDate, chunk, unit, rows } = output;
    step.done.push(ingestDate ?? chunk ?? unit ?? '');
    step.rows += typeof rows === 'number' ? rows : (rows?.in ?? 0);
  };
  return {
    see: ({ id = 0, timestamp, stateEnteredEventDetails: entered, stateExitedEventDetails: exited }) => {
      if (id <= lastId) return undefined;
      lastId = id;
      if (exited?.name) exit(exited.name, (JSON.parse(exited.output || '{}') ?? {}) as ItemOutput & StageOutput);
      return entered?.name ? enter(entered.name, timestamp?.getTime() ?? Date.now()) : undefined;
    },
    current: () => step,
  };
}
