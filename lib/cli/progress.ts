import { describeMeasure, measureStep, type StepMeasure } from '../operate/runs/measure-step.ts';
import type { Progress } from '../operate/runs/progress.ts';
import { type RunStep, trackSteps } from '../operate/runs/track-steps.ts';
import type { Weights } from '../operate/runs/weigh-items.ts';
import { pipeline } from '../pipeline.ts';
import type { ItemProgress } from '../run/item-progress.ts';

/** A file gets a line that long after the last one, though nothing has ended: a log that stands still looks like a run that does. */
const quietMs = 15_000;

/** Draws to a terminal in place, to a file line by line. */
export function createProgress(out: NodeJS.WriteStream, now: () => number = Date.now): Progress {
  let tracker = trackSteps();
  let weights: Weights | undefined;
  let begun: ReadonlyMap<string, ItemProgress> = new Map();
  let shown = { step: undefined as RunStep | undefined, done: 0, at: now() };
  const line = (text: string): void => {
    shown.at = now();
    out.write(out.isTTY ? `\r\x1b[2K${text}\n` : `${text}\n`);
  };
  const finish = (step: RunStep, at: number): void => line(`  ${describe(step, measureStep(step, weights, at), at)}`);
  const showItems = (step: RunStep): void => {
    const { stage, done } = step;
    const fresh = done.slice(shown.done);
    const measure = measureStep(step, weights, now(), begun);
    if (fresh.length > 0) line(`    ${stage} ${fresh.join(', ')}: ${describeMeasure(measure)}`);
    else if (now() - shown.at >= quietMs) line(`    ${describe(step, measure, now())}`);
    shown.done = done.length;
  };
  // A line that wraps could not be drawn over.
  const draw = (step: RunStep): void => {
    const text = describe(step, measureStep(step, weights, now(), begun), now());
    out.write(`\r\x1b[2K  ${text.slice(0, (out.columns ?? 80) - 3)}`);
  };
  return {
    see: async (events, items) => {
      for (const event of events) {
        const ended = tracker.see(event);
        if (ended) finish(ended, event.timestamp?.getTime() ?? now());
        const step = tracker.current();
        if (step && step !== shown.step) {
          weights = await items.weigh(step);
          shown = { ...shown, step, done: 0 };
        }
      }
      const step = tracker.current();
      if (!step) return;
      begun = await items.begun(step);
      if (out.isTTY) draw(step);
      else showItems(step);
    },
    end: () => {
      const step = tracker.current();
      if (step) finish(step, now());
      tracker = trackSteps();
    },
  };
}

/** The stage, how far it is, how long it has been at it, and what it does. */
function describe(step: RunStep, measured: StepMeasure, at: number): string {
  const measure = describeMeasure(measured);
  const seconds = `${(Math.max(0, at - step.since) / 1000).toFixed(1)} s`;
  return `${step.stage.padEnd(9)} ${measure === '' ? seconds : `${measure}, ${seconds}`}: ${pipeline[step.stage].does}`;
}
