import type { Evidence } from '../evidence.ts';
import type { Outcome } from './outcome.ts';

/** Law 4: a closed day changes only with a word about it. An acceptance holds for what the day becomes, not for who caused it. */
export function checkRestatement({ contract, parts, catalog, isClosed }: Evidence): Outcome {
  const published = new Map(catalog.map(({ date, digest }) => [date, digest]));
  const staged = parts.flatMap((part) => part.dates);
  const emptied = catalog
    .filter(({ date, rows }) => rows > 0 && !staged.some((now) => now.date === date))
    .map(({ date }) => ({ date, rows: 0, digest: '0' }));
  const failures = [...staged, ...emptied]
    .filter(({ date, digest }) => isClosed(date) && digest !== (published.get(date) ?? '0'))
    .map(({ date, rows, digest }) => ({
      column: contract.eventDate,
      date,
      inputs: digest,
      detail: `closed date ${date} changes (now ${rows} rows)`,
      examples: [],
    }));
  return { failures, fine: 'no closed date changes' };
}
