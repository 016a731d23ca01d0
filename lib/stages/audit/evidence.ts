import type { Contract } from '../../contracts/contract.ts';
import type { CatalogDate, DateSummary, Ranking, RunPlan, StagedPart } from '../../run/records.ts';

/** Everything the checks look at; gathered before, so that a check is a plain function. */
export type Evidence = {
  contract: Contract;
  plan: RunPlan;
  /** Of the ingest dates this run derived. */
  summaries: DateSummary[];
  ranking: Ranking;
  parts: StagedPart[];
  /** Summaries of published ingest dates that the run leaves alone, latest first. */
  history: DateSummary[];
  /** What is published now of the touched dates. */
  catalog: CatalogDate[];
  /** Whether no row of an event date can arrive in time any more. */
  isClosed: (eventDate: string) => boolean;
};

/** The summaries of an ingest date's recent past, of history and of this run, latest first. */
export function before({ history, summaries }: Evidence, ingestDate: string): DateSummary[] {
  return [...history, ...summaries]
    .filter((summary) => summary.ingestDate < ingestDate)
    .sort((a, b) => (a.ingestDate < b.ingestDate ? 1 : -1));
}
