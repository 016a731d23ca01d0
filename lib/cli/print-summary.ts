import type { Target } from '../operate/targets/target.ts';
import { countOf } from '../run/count-of.ts';
import { excerpt } from '../run/excerpt.ts';
import type { RunReport } from '../run/records.ts';
import { lookAt } from './look-at.ts';
import { count, rangeOf } from './print.ts';

const verdicts = ['loaded', 'duplicate', 'superseded', 'quarantined', 'held'] as const;
const detailCharacters = 200;

/** A run among several, in a few lines: how it ended, its rows, what to look at. */
export function printSummary(report: RunReport, target: Target, seconds: number): string {
  const { dataset, from, to, status, error, days, checks, touchedDates } = report;
  const total = (verdict: 'in' | (typeof verdicts)[number]): number =>
    days.reduce((sum, { rows }) => sum + rows[verdict], 0);
  const warnings = checks.filter((check) => !check.ok && check.severity === 'warn');
  const range = from === '' ? '' : ` ${rangeOf(from, to)}`;
  return [
    `${dataset}${range}: ${status} in ${seconds.toFixed(1)} s`,
    ...(error ? [`  cause: ${error.message}`, `  next:  ${error.next}`] : []),
    ...(days.length > 0
      ? [
          `  ${count(total('in'))} rows in = ${verdicts.map((verdict) => `${count(total(verdict))} ${verdict}`).join(' + ')}`,
        ]
      : []),
    ...(status === 'succeeded'
      ? [touchedDates.length > 0 ? `  ${countOf(touchedDates.length, 'business date')} written` : '  nothing new']
      : []),
    ...warnings.map(({ name, detail }) => `  warning ${name}: ${excerpt(detail, detailCharacters)}`),
    ...(status === 'succeeded' ? [`  ${lookAt(dataset, target)}`] : []),
  ].join('\n');
}
