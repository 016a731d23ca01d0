import type { Conflicts } from '../../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { failure, type Outcome, percent } from './outcome.ts';
import { nameOf, type Part, partsAbove, severityOf } from './parts.ts';

/**
 * Rows of one id and version that say different things: the later one wins by the total order, though nothing says that it is
 * right, and published money may go without a word. Told of every date that has some, as a warning up to the limit's share. An
 * acceptance holds for who contradicts whom, not for the date's files: the other side may be of another date.
 */
export function checkConflicts({ contract, summaries, ranking }: Evidence): Outcome {
  const { above } = contract.gate.conflicting_duplicates;
  const failures = summaries.flatMap((summary) => {
    const found = ranking.conflicts[summary.ingestDate];
    if (!found) return [];
    const count = ({ feed, rows }: Part): { bad: number; all: number } => ({
      bad: feed === undefined ? found.rows : (found.feeds[feed] ?? 0),
      all: rows,
    });
    const parts = partsAbove(summary, above, count);
    const worst = Math.max(0, ...parts.map((part) => count(part).bad));
    const [first] = parts;
    const limit = first ? `, more than ${percent(above)} of the rows of ${nameOf(summary, first)}` : '';
    const detail =
      `${summary.ingestDate}: ${found.rows} rows are outranked by others of the same id and version that say something else` +
      `${limit}: ${movedMoney(found)}; the first ${describe(found)}`;
    return [
      failure(summary, detail, {
        inputs: found.digest,
        examples: found.examples,
        ...severityOf(worst),
      }),
    ];
  });
  return { failures, fine: 'no row contradicts another of its id and version' };
}

/** What leaves and what comes, by currency. */
function movedMoney({ leaves, comes }: Conflicts): string {
  const currencies = [...new Set([...Object.keys(leaves), ...Object.keys(comes)])].sort();
  return currencies
    .map((currency) => `${leaves[currency] ?? '0.00'} ${currency} leaves, ${comes[currency] ?? '0.00'} comes`)
    .join('; ');
}

function describe({ examples }: Conflicts): string {
  const [first] = examples;
  return first ? `${first.file}:${first.line} ${first.reason}` : '';
}
