import { addDays } from './calendar.ts';

/** Dates in order as ranges of days that follow one another, as a person reads them: "2025-09-03", "2025-09-05 to 2025-09-09". */
export function toRanges(dates: readonly string[]): string[] {
  const ranges: { from: string; to: string }[] = [];
  for (const date of dates) {
    const last = ranges.at(-1);
    if (last && addDays(last.to, 1) === date) last.to = date;
    else ranges.push({ from: date, to: date });
  }
  return ranges.map(({ from, to }) => (from === to ? from : `${from} to ${to}`));
}
