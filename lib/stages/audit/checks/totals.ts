import { accountingGaps, dayReport } from '../../../run/day-report.ts';
import type { JudgedCheck, Ranking } from '../../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { shorten } from './outcome.ts';

/*
 * Checks about the pipeline itself: they always block, and nobody can accept them.
 */

/** Law 1, row by row and to the last digit of every measure. */
export function checkAccounting({ summaries, ranking }: Evidence): JudgedCheck {
  const gaps = summaries.flatMap((summary) => {
    const verdicts = ranking.verdicts[summary.ingestDate];
    return verdicts ? accountingGaps(dayReport(summary, verdicts)) : [`${summary.ingestDate}: no verdicts`];
  });
  return block('accounting', gaps, 'every row and every amount is loaded, duplicate, superseded, quarantined or held');
}

/** What is staged against what ranking found, which never read the rows themselves. */
export function checkStagedTotals({ ranking, parts }: Evidence): JudgedCheck {
  const describe = ({ date, measure, unit, rows, amount }: Ranking['controlTotals'][number]): string =>
    `${date} ${measure} ${unit}: ${rows} rows, ${amount}`;
  const expected = new Set(ranking.controlTotals.map(describe));
  const staged = parts.flatMap((part) => part.controlTotals.map(describe));
  const keys = parts
    .filter((part) => part.rows !== part.distinctKeys)
    .map((part) => `${part.name}: a key occurs twice`);
  const strange = staged.filter((total) => !expected.delete(total)).map((total) => `staged ${total}`);
  const lost = [...expected].map((total) => `not staged ${total}`);
  return block('staged_totals', [...keys, ...strange, ...lost], 'staged rows and sums equal what ranking found');
}

export function checkResidualDuplicates({ ranking }: Evidence): JudgedCheck {
  const found = ranking.residualDuplicates;
  return block(
    'residual_duplicates',
    found > 0 ? [`${found} pairs`] : [],
    'no id twice on a date or within the look-back',
  );
}

function block(name: string, failures: readonly string[], fine: string): JudgedCheck {
  const detail = shorten(failures).join('; ') || fine;
  return { name, severity: 'block', ok: failures.length === 0, detail, failures: [] };
}
