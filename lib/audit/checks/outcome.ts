import type { Check } from '../../run/records.ts';
import type { Evidence } from '../evidence.ts';

/** A check that stops the run unless there are no failures. */
export function block(name: string, failures: readonly string[], fine: string): Check {
  return { name, severity: 'block', ok: failures.length === 0, detail: shorten(failures).join('; ') || fine };
}

/** A check that only says so. */
export function warn(name: string, failures: readonly string[], fine: string): Check {
  return { name, severity: 'warn', ok: failures.length === 0, detail: shorten(failures).join('; ') || fine };
}

export type DateFailure = { ingestDate: string; detail: string };

/** A blocking check about ingest dates, which an operator may let pass date by date. */
export function acceptable(
  { accepted }: Evidence,
  name: string,
  failures: readonly DateFailure[],
  fine: string,
): Check {
  const passed = accepted.get(name) ?? new Set();
  const open = failures.filter(({ ingestDate }) => !passed.has(ingestDate));
  const details = (some: readonly DateFailure[]): string => shorten(some.map(({ detail }) => detail)).join('; ');
  if (open.length > 0) return { name, severity: 'block', ok: false, detail: details(open) };
  const detail = failures.length === 0 ? fine : `accepted: ${details(failures)}`;
  return { name, severity: 'block', ok: true, detail };
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
