import type { Evidence } from '../evidence.ts';
import type { Outcome } from './outcome.ts';

/** Law 4: a closed day changes only with a word about it. An acceptance holds for what the day becomes, not for who caused it. */
export function checkRestatement({ contract, parts, catalog, isClosed }: Evidence): Outcome {
  const published = new Map(catalog.map((date) => [date.date, date]));
  const failures = parts
    .flatMap((part) => part.dates)
    .filter(({ date, digest }) => isClosed(date) && digest !== (published.get(date)?.digest ?? '0'))
    .map(({ date, rows, digest }) => ({
      column: contract.eventDate,
      date,
      inputs: digest,
      detail: `closed date ${date} changes (${published.get(date)?.rows ?? 0} rows before, now ${rows})`,
      examples: [],
    }));
  return { failures, fine: 'no closed date changes' };
}
