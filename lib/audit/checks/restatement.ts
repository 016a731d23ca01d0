import type { Check } from '../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { shorten, warn } from './outcome.ts';

/** Law 4: a closed day changes only with a word about it. */
export function checkRestatement({ parts, catalog, isClosed }: Evidence): Check {
  const published = new Map(catalog.map(({ date, digest }) => [date, digest]));
  const staged = parts.flatMap((part) => part.dates);
  const emptied = catalog
    .filter(({ date, rows }) => rows > 0 && !staged.some((now) => now.date === date))
    .map(({ date }) => ({ date, rows: 0, digest: '0' }));
  const restated = [...staged, ...emptied]
    .filter(({ date, digest }) => isClosed(date) && digest !== (published.get(date) ?? '0'))
    .map(({ date, rows }) => `${date} (now ${rows} rows)`);
  const failures = restated.length === 0 ? [] : [`closed dates change: ${shorten(restated).join(', ')}`];
  return warn('restatement', failures, 'no closed date changes');
}
