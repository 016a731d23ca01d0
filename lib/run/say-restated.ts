import { countOf } from './count-of.ts';
import type { Restatement } from './records.ts';
import { trimDecimals } from './trim-decimals.ts';

const shown = 12;

/**
 * What finance has to know of a run: which sums of closed dates it changed, from what to what. Money first; a long list is cut off,
 * with what was left out.
 */
export function sayRestated(restatements: readonly Restatement[]): string[] {
  const isMoney = ({ measure }: Restatement): boolean => measure.endsWith('amount');
  const ordered = [...restatements.filter(isMoney), ...restatements.filter((each) => !isMoney(each))];
  const dates = new Set(restatements.map(({ date }) => date)).size;
  if (dates === 0) return [];
  const left = restatements.length - shown;
  return [
    `restated: ${countOf(restatements.length, 'sum')} of ${countOf(dates, 'closed date')}`,
    ...ordered
      .slice(0, shown)
      .map(
        ({ date, mart, measure, unit, before, after }) =>
          `  ${date} ${mart} ${measure} ${unit}: ${trimDecimals(before)} -> ${trimDecimals(after)}`,
      ),
    ...(left > 0 ? [`  and ${left} more: in the report, and by explain --mart`] : []),
  ];
}
