import { countOf } from './count-of.ts';
import type { Restatement } from './records.ts';
import { trimDecimals } from './trim-decimals.ts';

const shown = 12;

/** What finance has to know of a run: which sums of closed dates it changed, from what to what. */
export function sayRestated(restatements: readonly Restatement[]): string[] {
  if (restatements.length === 0) return [];
  const dates = new Set(restatements.map(({ date }) => date)).size;
  const what = `restated: ${countOf(restatements.length, 'sum')} of ${countOf(dates, 'closed date')}`;
  return [what, ...listSums(restatements, 'in the report, and by explain --mart')];
}

/** Sums from what to what, a line each, money first; of a long list the first, and `elsewhere` says where the others are. */
export function listSums(sums: readonly Restatement[], elsewhere: string): string[] {
  const isMoney = ({ measure }: Restatement): boolean => measure.endsWith('amount');
  const ordered = [...sums.filter(isMoney), ...sums.filter((each) => !isMoney(each))];
  const left = sums.length - shown;
  return [
    ...ordered
      .slice(0, shown)
      .map(
        ({ date, mart, measure, unit, before, after }) =>
          `  ${date} ${mart} ${measure} ${unit}: ${trimDecimals(before)} -> ${trimDecimals(after)}`,
      ),
    ...(left > 0 ? [`  and ${left} more: ${elsewhere}`] : []),
  ];
}
