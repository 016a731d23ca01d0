import type { DateSummary } from '../../run/date-summary.ts';
import type { Check } from '../../run/records.ts';
import { before, type Evidence } from '../evidence.ts';
import { median, percent, warn } from './outcome.ts';

/** Shares of a column's values among accepted rows against their recent median: a source that changed its habits. */
export function checkDistribution(evidence: Evidence): Check {
  const { columns, difference, days, minDays } = evidence.contract.gate.distributionWarns;
  const strange = evidence.summaries.flatMap((summary) => {
    const past = before(evidence, summary.ingestDate).slice(0, days);
    if (past.length < minDays || summary.rows.accepted === 0) return [];
    return columns.flatMap((column) => {
      const values = new Set([summary, ...past].flatMap((day) => Object.keys(day.distribution[column] ?? {})));
      return [...values].sort().flatMap((value) => {
        const share = shareOf(summary, column, value);
        const usual = median(past.map((day) => shareOf(day, column, value)));
        const isStrange = Math.abs(share - usual) > difference;
        return isStrange
          ? [`${summary.ingestDate}: ${column} ${value} ${percent(share)}, usually ${percent(usual)}`]
          : [];
      });
    });
  });
  return warn('distribution', strange, `shares of ${columns.join(' and ')} are as usual`);
}

function shareOf({ distribution, rows }: DateSummary, column: string, value: string): number {
  return rows.accepted === 0 ? 0 : (distribution[column]?.[value] ?? 0) / rows.accepted;
}
