import type { BackfillPlan } from '../operate/runs/plan-backfill.ts';
import { countOf } from '../run/count-of.ts';
import { listSums } from '../run/say-restated.ts';
import { toRanges } from '../run/to-ranges.ts';
import { table } from './print.ts';

/** Which sums of marts would be others. */
function sayForeseen(changes: BackfillPlan['changes']): string[] {
  if (changes.length === 0) return ['changes        no sum of a mart by date'];
  return [`changes        ${countOf(changes.length, 'sum')} of marts by date:`, ...listSums(changes, 'by --json')];
}

/** What a backfill would do, as an operator reads it. */
export function printBackfillPlan(plan: BackfillPlan): string {
  const { dataset, from, to, days, missing, totals, touchedDates, partitions, marts, changes, estimate } = plan;
  const touched = touchedDates.length > 0 ? `, ${touchedDates[0]} to ${touchedDates.at(-1)}` : '';
  return [
    `backfill of ${dataset} ${from} to ${to}: a plan, nothing is done`,
    '',
    ...table([
      ['ingest date', 'files', 'bytes', 'rows as published', 'since then', 'withdrawn files'],
      ...days.map(({ ingestDate, files, withdrawn, bytes, rows, state }) => [
        ingestDate,
        String(files),
        bytes.toLocaleString('en'),
        rows === null ? '-' : rows.toLocaleString('en'),
        state,
        withdrawn === 0 ? '' : String(withdrawn),
      ]),
      ['all', String(totals.files), totals.bytes.toLocaleString('en'), totals.rows.toLocaleString('en'), '', ''],
    ]),
    '',
    `reads again    ${countOf(totals.files, 'file')} of ${countOf(days.length, 'ingest date')}`,
    `touches        at least ${countOf(touchedDates.length, 'business date')}${touched}, ${countOf(partitions, 'Silver partition')} (equal ones are not written)`,
    ...marts.map(({ name, rows, effect }) => `restates       ${name}: ${rows.toLocaleString('en')} rows, ${effect}`),
    ...sayForeseen(changes),
    ...(missing.length > 0 ? [`no Bronze      ${toRanges(missing).join(', ')}`] : []),
    `takes          about ${Math.ceil(estimate.seconds / 60)} minutes and ${estimate.usd} USD on AWS (${estimate.basis})`,
  ].join('\n');
}
