import type { DateSummary } from '../../../run/date-summary.ts';
import { before, type Evidence } from '../evidence.ts';
import { failure, median, type Outcome, percent } from './outcome.ts';

/** Shares of a column's values among accepted rows against their recent median: a source that changed its habits. */
export function checkDistribution(evidence: Evidence): Outcome {
  const { columns, difference, days, minDays } = evidence.contract.gate.distribution;
  const failures = evidence.summaries.flatMap((summary) =>
    columns.flatMap((column) => {
      // A column that is watched only now has no past.
      const past = before(evidence, summary.ingestDate)
        .slice(0, days)
        .filter(({ distribution }) => column in distribution);
      if (past.length < minDays || summary.rows.accepted === 0) return [];
      const values = new Set([summary, ...past].flatMap((day) => Object.keys(day.distribution[column] ?? {})));
      return [...values].sort().flatMap((value) => {
        const share = shareOf(summary, column, value);
        const usual = median(past.map((day) => shareOf(day, column, value)));
        if (Math.abs(share - usual) <= difference) return [];
        const detail = `${summary.ingestDate}: ${column} ${value} ${percent(share)}, usually ${percent(usual)}`;
        return [failure(summary, detail)];
      });
    }),
  );
  return { failures, fine: `shares of ${columns.join(' and ')} are as usual` };
}

function shareOf({ distribution, rows }: DateSummary, column: string, value: string): number {
  return rows.accepted === 0 ? 0 : (distribution[column]?.[value] ?? 0) / rows.accepted;
}
