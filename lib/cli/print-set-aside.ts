import type { BlockedSetAside, SetAsideKind, SetAsideList } from '../operate/status/list-set-aside.ts';
import type { Target } from '../operate/targets/target.ts';
import type { Money, SetAsideGroup } from '../run/date-summary.ts';
import { excerpt } from '../run/excerpt.ts';
import { addMoney } from '../run/money.ts';
import { toCommand } from '../run/to-command.ts';
import { shorten } from '../stages/audit/checks/outcome.ts';
import { table } from './print.ts';

const shownGroups = 40;
const shownBlockedGroups = 5;
const exampleCharacters = 240;

/** Rows set aside as an operator reads them: what is published, then what blocked runs found, apart. */
export function printSetAside(list: SetAsideList, target: Target): string {
  const { kind, dataset, from, to, unpublished, blocked } = list;
  const range = from === to ? from : `${from} to ${to}`;
  const unknown = unpublished.filter((date) => !blocked.some(({ ingestDate }) => ingestDate === date));
  return [
    ...(list.rows === 0
      ? [
          `${dataset} ${range}: ${kind === 'held' ? 'nothing is held' : 'nothing is in quarantine'} of what is published`,
        ]
      : printPublished(list, range, target)),
    ...blocked.flatMap((date) => printBlocked(date, kind)),
    ...(unknown.length > 0
      ? [
          '',
          `delivered, not published: ${shorten(unknown).join(', ')} (${toCommand('status', { dataset }, target.flags)})`,
        ]
      : []),
  ].join('\n');
}

function printPublished(
  { kind, dataset, from, to, rows, reasons, groups, paths }: SetAsideList,
  range: string,
  { flags }: Target,
): string[] {
  const what = kind === 'held' ? 'rows came too late' : 'rows are in quarantine';
  const examples = groups
    .slice(0, shownGroups)
    .flatMap((group) => [
      '',
      ...printGroup(group, `ingest date ${group.ingestDate}, ${nameReason(group.reason, kind)}`),
    ]);
  const more =
    groups.length > shownGroups ? ['', `and ${groups.length - shownGroups} more groups: --json has all`] : [];
  const next =
    kind === 'held'
      ? `${toCommand('held release', { dataset, from, to }, flags)} --reason "WHY"`
      : `after mending the contract or feed: ${toCommand('quarantine replay', { dataset, from, to }, flags)}`;
  return [
    `${dataset} ${range}: ${rows.toLocaleString('en')} ${what}`,
    '',
    ...printReasons(reasons, kind),
    ...examples,
    ...more,
    '',
    'whole rows in',
    ...paths.slice(0, 10).map((path) => `  ${path}`),
    ...(paths.length > 10 ? [`  and ${paths.length - 10} more folders`] : []),
    `next: ${next}`,
  ];
}

function printBlocked(date: BlockedSetAside, kind: SetAsideKind): string[] {
  const { ingestDate, runId, checks, published, rowsIn, rows, groups, path } = date;
  const before = published ? '; the date is published as it was before, those rows are counted above' : '';
  const byReason = [...Map.groupBy(groups, ({ reason }) => reason)].map(([reason, same]) => ({
    reason,
    rows: same.reduce((sum, group) => sum + group.rows, 0),
    money: addMoney(...same.map(({ money }) => money)),
  }));
  const hidden = groups.length - shownBlockedGroups;
  return [
    '',
    `not published, in no count above: ingest date ${ingestDate}, blocked by ${checks.join(', ')} in run ${runId}${before}`,
    `${rows.toLocaleString('en')} of ${rowsIn.toLocaleString('en')} rows ${kind === 'held' ? 'came too late' : 'broke a rule'}`,
    '',
    ...printReasons(byReason, kind),
    ...groups
      .slice(0, shownBlockedGroups)
      .flatMap((group) => ['', ...printGroup(group, nameReason(group.reason, kind))]),
    ...(hidden > 0 ? ['', `and ${hidden} more groups: --json has all`] : []),
    '',
    'whole rows in',
    `  ${path}`,
  ];
}

function printReasons(reasons: SetAsideList['reasons'], kind: SetAsideKind): string[] {
  return table([
    [kind === 'held' ? 'business date' : 'rule', 'rows', 'money at stake'],
    ...reasons.map(({ reason, rows, money }) => [reason, rows.toLocaleString('en'), printMoney(money)]),
  ]);
}

function printGroup({ rows, money, file, examples }: SetAsideGroup, name: string): string[] {
  return [
    `${name}: ${rows.toLocaleString('en')} rows, ${printMoney(money)}, ${file}`,
    ...examples.map(({ line, raw }) => `  line ${line}: ${excerpt(raw, exampleCharacters)}`),
  ];
}

function nameReason(reason: string, kind: SetAsideKind): string {
  return kind === 'held' ? `business date ${reason}` : reason;
}

function printMoney(money: Money): string {
  const sums = Object.entries(money).map(([currency, amount]) => `${amount} ${currency}`);
  return sums.length === 0 ? 'no valid amount' : sums.join(', ');
}
