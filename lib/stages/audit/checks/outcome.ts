import type { DateSummary } from '../../../run/date-summary.ts';
import type { Failure } from '../../../run/records.ts';

/** What a check about the data found: the dates that do not meet it, and what to say when there are none. */
export type Outcome = { failures: Failure[]; fine: string };

/** An ingest date that does not meet a check; accepting it holds for exactly its files and rules. */
export function failure(
  { ingestDate, fingerprint }: DateSummary,
  detail: string,
  evidence: Partial<Pick<Failure, 'examples' | 'setAside' | 'severity' | 'inputs'>> = {},
): Failure {
  return { column: 'ingest_date', date: ingestDate, inputs: fingerprint, detail, examples: [], ...evidence };
}

const shownCharacters = 1000;

/** The first of a list, each cut off, and how many more there are: a message is read by a person, and carried by a topic. */
export function shorten(texts: readonly string[]): string[] {
  const cut = texts.map((text) => (text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text));
  return cut.length <= 10 ? cut : [...cut.slice(0, 8), `and ${cut.length - 8} more`];
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

/** The middle value; 0 of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
