import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { ItemProgress } from '../../run/item-progress.ts';
import type { RunStep } from './track-steps.ts';
import type { Weights } from './weigh-items.ts';

/** Who is shown how a run goes: the step it is in and how far that is, of its items, by what they weigh, its rows and its pace. */
export type Progress = {
  /** Takes a run's history, from its beginning or on from where it was, and asks about the items of the step it is in. */
  see(events: Iterable<HistoryEvent>, items: ItemQuestions): Promise<void>;
  end(): void;
};

/** What the items of a new step weigh, and how far those are that are not done. */
export type ItemQuestions = {
  weigh(step: RunStep): Promise<Weights | undefined>;
  begun(step: RunStep): Promise<ReadonlyMap<string, ItemProgress>>;
};
