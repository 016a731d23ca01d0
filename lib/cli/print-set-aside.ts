import { shorten } from '../audit/checks/outcome.ts';
import type { Money } from '../run/date-summary.ts';
import type { SetAsideList } from './list-set-aside.ts';
import type { BackfillPlan } from './plan-backfill.ts';
import { table } from './print.ts';
import type { Target } from './target.ts';

const shownGroups = 40;

/** Rows set aside as an operator reads them. */
export function printSetAside(list: SetAsideList, { flags }: Target): string {
  const { kind, dataset, from, to, rows, reasons, groups, unpublished, paths } = list;
  const what = kind === 'held' ? 'rows came too late' : 'rows are in quarantine';
  const range = from === to ? from : `${from} to ${to}`;
  const blocked =
    unpublished.length === 0
      ? []
      : [
          '',
          `delivered, not published: ${shorten(unpublished).join(', ')}. What a blocked run set aside stands where its report says; run the dates to see it.`,
        ];
  const nothing = kind === 'held' ? 'nothing is held' : 'nothing is in quarantine';
  if (rows === 0) return [`${dataset} ${range}: ${nothing}`, ...blocked].join('\n');
  const examples = groups
    .slice(0, shownGroups)
    .flatMap(({ reason, ingestDate, file, rows: count, money, examples }) => [
      '',
      `ingest date ${ingestDate}, ${kind === 'held' ? `business date ${reason}` : reason}: ${count} rows, ${printMoney(money)}, ${file}`,
      ...examples.map(({ line, raw }) => `  line ${line}: ${raw}`),
    ]);
  const more =
    groups.length > shownGroups ? ['', `and ${groups.length - shownGroups} more groups: --json has all`] : [];
  const next =
    kind === 'held'
      ? `npx paylake held release${flags} --from ${from} --to ${to}`
      : `after mending the contract or feed: npx paylake quarantine replay${flags} --from ${from} --to ${to}`;
  return [
    `${dataset} ${range}: ${rows.toLocaleString('en')} ${what}`,
    '',
    ...table([
      [kind === 'held' ? 'business date' : 'rule', 'rows', 'money at stake'],
      ...reasons.map(({ reason, rows: count, money }) => [reason, count.toLocaleString('en'), printMoney(money)]),
    ]),
    ...examples,
    ...more,
    '',
    'whole rows in',
    ...paths.slice(0, 10).map((path) => `  ${path}`),
    ...(paths.length > 10 ? [`  and ${paths.length - 10} more folders`] : []),
    ...blocked,
    `next: ${next}`,
  ].join('\n');
}

/** What a backfill would do, as an operator reads it. */
export function printBackfillPlan(plan: BackfillPlan): string {
  const { dataset, from, to, days, missing, totals, touchedDates, partitions, marts, estimate } = plan;
  const touched = touchedDates.length > 0 ? `, ${touchedDates[0]} to ${touchedDates.at(-1)}` : '';
  return [
    `backfill of ${dataset} ${from} to ${to}: a plan, nothing is done`,
    '',
    ...table([
      ['ingest date', 'files', 'bytes', 'rows as published', 'since then'],
      ...days.map(({ ingestDate, files, bytes, rows, state }) => [
        ingestDate,
        String(files),
        bytes.toLocaleString('en'),
        rows === null ? '-' : rows.toLocaleString('en'),
        state,
      ]),
      ['all', String(totals.files), totals.bytes.toLocaleString('en'), totals.rows.toLocaleString('en'), ''],
    ]),
    '',
    `reads again    ${totals.files} files of ${days.length} ingest dates`,
    `touches        at least ${touchedDates.length} business dates${touched}, ${partitions} Silver partitions (equal ones are not written)`,
    ...marts.map(({ name, rows, effect }) => `restates       ${name}: ${rows.toLocaleString('en')} rows, ${effect}`),
    ...(missing.length > 0 ? [`no Bronze      ${missing.join(', ')}`] : []),
    `takes          about ${Math.ceil(estimate.seconds / 60)} minutes and ${estimate.usd} USD on AWS (${estimate.basis})`,
  ].join('\n');
}

function printMoney(money: Money): string {
  const sums = Object.entries(money).map(([currency, amount]) => `${amount} ${currency}`);
  return sums.length === 0 ? 'no valid amount' : sums.join(', ');
}
