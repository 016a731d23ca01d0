import { moneyOf } from '../contracts/money-of.ts';
import { datasets } from '../datasets/index.ts';
import type { Target } from '../operate/targets/target.ts';
import { countOf } from '../run/count-of.ts';
import { excerpt } from '../run/excerpt.ts';
import { addMoney } from '../run/money.ts';
import type { DayReport, RunReport } from '../run/records.ts';
import { sayRestated } from '../run/say-restated.ts';
import { toCommand } from '../run/to-command.ts';
import { shorten } from '../stages/audit/checks/outcome.ts';
import { lookAt } from './look-at.ts';
import { printCostLine } from './print-cost-line.ts';

const detailCharacters = 1000;
const verdicts = ['in', 'loaded', 'duplicate', 'superseded', 'quarantined', 'held'] as const;

/** A run's report as a person reads it: of a run that did not succeed first why, and what to do. */
export function printReport(report: RunReport, target: Target, seconds: number): string {
  const parts = [
    `${report.dataset} ${rangeOf(report.from, report.to)}: ${report.status} in ${seconds.toFixed(1)} s`,
    ...printError(report),
  ];
  parts.push(
    ...printDays(report),
    ...printMoney(report),
    ...printMeasures(report),
    ...printOutcome(report, target.flags),
    ...printWithdrawn(report),
    ...printChecks(report),
  );
  if (report.cost) parts.push('', printCostLine(report.cost));
  const paths = Object.entries(report.paths).map(([name, uri]) => `  ${name.padEnd(10)} ${target.locate(uri)}`);
  if (paths.length > 0) parts.push('', 'look at', ...paths);
  if (report.status === 'succeeded') parts.push(`  ${'marts'.padEnd(10)} ${lookAt(report.dataset, target)}`);
  return parts.join('\n');
}

/** A range of dates in words. */
export function rangeOf(from: string, to: string): string {
  return from === to ? from : `${from} to ${to}`;
}

function printError({ error }: RunReport): string[] {
  if (!error) return [];
  const [next, ...more] = error.next.split('\n');
  return ['', `cause: ${error.message}`, '', `next:  ${next}`, ...more.map((line) => `       ${line}`)];
}

function printDays({ days }: RunReport): string[] {
  if (days.length === 0) return [];
  const shown = days.length > 31 ? [...days.slice(0, 10), ...days.slice(-10)] : days;
  const total = verdicts.map((verdict) => days.reduce((sum, day) => sum + day.rows[verdict], 0));
  const rows = shown.map((day) => [day.ingestDate, ...verdicts.map((verdict) => count(day.rows[verdict]))]);
  const more = days.length > shown.length ? [[`(${days.length} days)`, ...verdicts.map(() => '')]] : [];
  return [
    '',
    ...table([['ingest date', 'rows in', ...verdicts.slice(1)], ...rows, ...more, ['all', ...total.map(count)]]),
  ];
}

function printMoney({ days }: RunReport): string[] {
  return printAccounts(
    'money',
    days.map(({ money }) => money),
  );
}

/** The measures beside money, such as a quantity; a report of before there were any has none. */
function printMeasures({ dataset, days }: RunReport): string[] {
  const known = datasets[dataset];
  const money = known && moneyOf(known.contract)?.name;
  const names = [...new Set(days.flatMap(({ measures = {} }) => Object.keys(measures)))].filter(
    (name) => name !== money,
  );
  return names.flatMap((name) =>
    printAccounts(
      name,
      days.map(({ measures }) => measures[name] ?? {}),
    ),
  );
}

function printAccounts(name: string, accounts: readonly DayReport['money'][]): string[] {
  const units = [...new Set(accounts.flatMap((account) => Object.keys(account)))].sort();
  const rows = units.map((unit) => [
    unit,
    ...verdicts.map(
      (verdict) => addMoney(...accounts.map((account) => ({ [unit]: account[unit]?.[verdict] ?? '0.00' })))[unit] ?? '',
    ),
  ]);
  return rows.length === 0 ? [] : ['', ...table([[name, 'in', ...verdicts.slice(1)], ...rows])];
}

function printOutcome(report: RunReport, flags: string): string[] {
  const { status, touchedDates, factRows, silverDigest } = report;
  if (status !== 'succeeded') return [];
  const isNew = touchedDates.length > 0;
  const touched = isNew
    ? `${countOf(touchedDates.length, 'business date')} written, ${rangeOf(touchedDates[0] ?? '', touchedDates.at(-1) ?? '')}`
    : whyNothing(report, flags);
  const restated = sayRestated(report.restatements ?? []);
  return [
    '',
    `${touched}; ${count(factRows)} rows in Silver and in the warehouse`,
    `Silver digest ${silverDigest}`,
    ...(restated.length > 0 ? ['', ...restated, `  why: ${explainRestated(report, flags)}`] : []),
  ];
}

/** How to see because of which rows the first restated sum changed. */
function explainRestated({ restatements = [] }: RunReport, flags: string): string {
  const [first] = restatements;
  return toCommand('explain', { mart: first?.mart, date: first?.date }, flags);
}

/** Why a run that succeeded changed nothing. */
function whyNothing({ dataset, days }: RunReport, flags: string): string {
  const sum = (verdict: (typeof verdicts)[number]): number => days.reduce((all, { rows }) => all + rows[verdict], 0);
  const [rows, held, quarantined] = [sum('in'), sum('held'), sum('quarantined')];
  if (days.length === 0) return 'no file in Bronze for this range';
  if (rows === 0) return 'no row in the files of this range';
  if (held + quarantined < rows) return 'nothing new: all of it was published already';
  const lists = [
    ...(held > 0 ? [`${countOf(held, 'row')} came too late: ${toCommand('held list', { dataset }, flags)}`] : []),
    ...(quarantined > 0
      ? [`${countOf(quarantined, 'row')} in quarantine: ${toCommand('quarantine list', { dataset }, flags)}`]
      : []),
  ];
  return `nothing is loaded; ${lists.join('; ')}`;
}

function printWithdrawn({ withdrawn = [] }: RunReport): string[] {
  return withdrawn.length === 0 ? [] : ['', `withdrawn files, in no count: ${shorten(withdrawn).join(', ')}`];
}

function printChecks({ checks, error }: RunReport): string[] {
  // What blocked stands in the cause.
  const failed = checks.filter((check) => !check.ok && !(error && check.severity === 'block'));
  if (checks.length === 0) return [];
  const lines = failed.map(
    ({ name, severity, detail }) =>
      `  ${severity === 'block' ? 'accepted' : 'warning'} ${name}: ${excerpt(detail, detailCharacters)}`,
  );
  const leftOut = checks
    .filter(({ name }) => name === 'left_out')
    .map(({ detail }) => `  not counted: ${excerpt(detail, detailCharacters)}`);
  const passed = checks.filter((check) => check.ok).length;
  return ['', `${passed} of ${checks.length} checks passed`, ...lines, ...leftOut];
}

/** Rows as aligned columns, the first row their names; words to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const [names = [], ...cells] = rows;
  const widths = names.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const isWords = names.map(
    (_, column) => column === 0 || !cells.some((row) => /^-?[0-9][0-9,.]*( %.*)?$/.test(row[column] ?? '')),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (isWords[column] ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

export function count(value: number): string {
  return value.toLocaleString('en');
}
