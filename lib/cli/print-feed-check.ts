import type { FeedCheck } from '../operate/feeds/check-feed-files.ts';
import type { MappedRow } from '../operate/feeds/read-mapped-rows.ts';
import { countOf } from '../run/count-of.ts';
import { excerpt } from '../run/excerpt.ts';
import { count, table } from './print.ts';

const shownCharacters = 60;
const shownCells = 4;
const shownFindings = 15;
const verdicts = ['in', 'accepted', 'quarantined', 'held'] as const;

/** What a feed makes of files, as a person reads it. */
export function printFeedCheck(check: FeedCheck): string {
  const { feed, dataset, files, ingestDate, ingestDateIs } = check;
  const reason = {
    given: 'as asked for',
    'latest row': 'the latest date of the rows; another by --ingest-date',
    today: 'today',
  };
  return [
    `${feed} (dataset ${dataset}), ${countOf(files, 'file')}; nothing was landed`,
    ...(files > 0 ? [`ingest date ${ingestDate}: ${reason[ingestDateIs]}`] : []),
    ...printRefused(check),
    ...(files > 0 ? printRows(check) : []),
    ...printRules(check),
    ...printFindings(check),
    ...check.mapped.flatMap(printMapped),
  ].join('\n');
}

function printRefused({ refused }: FeedCheck): string[] {
  return refused.flatMap(({ file, reason, remedy }) => ['', `refused: ${file}: ${reason}`, `next:    ${remedy}`]);
}

function printRows({ rows, money, blank, leftOut, unparseableAmounts }: FeedCheck): string[] {
  const amounts = Object.entries(money).map(([currency, by]) => [currency, ...verdicts.map((verdict) => by[verdict])]);
  const aside = [
    ...Object.entries(leftOut).map(([why, number]) => `${count(number)} left out: ${why}`),
    ...(blank > 0 ? [`${count(blank)} blank`] : []),
    ...(unparseableAmounts > 0 ? [`${count(unparseableAmounts)} of the rows have no valid amount or currency`] : []),
  ];
  return [
    '',
    ...table([['', ...verdicts], ['rows', ...verdicts.map((verdict) => count(rows[verdict]))], ...amounts]),
    ...aside,
  ];
}

function printRules({ rules, blocked }: FeedCheck): string[] {
  if (rules.length === 0) return [];
  const lines = rules.flatMap(({ rule, rows, example }) => [
    `  ${rule}: ${count(rows)} rows`,
    ...(example ? [`    ${fileOf(example.file)}:${example.line}  ${excerpt(example.raw, 160)}`] : []),
  ]);
  const stop = blocked === null ? [] : ['', `a run would stop at these rows: ${blocked}`];
  return ['', 'rows that do not load, by rule', ...lines, ...stop];
}

function printFindings({ findings }: FeedCheck): string[] {
  if (findings.length === 0) return [];
  const byKind = [...Map.groupBy(findings, ({ kind }) => kind).values()];
  const lines = byKind.flatMap((same) => {
    const most = same.toSorted((a, b) => b.count - a.count).slice(0, shownFindings);
    return [
      ...most.map(({ kind, column, value, count: times, file, line }) => {
        const what = [kind.replaceAll('_', ' '), ...(column === undefined ? [] : [column])].join(' ');
        const said = excerpt(kind === 'identical_file' ? fileOf(value) : value, shownCharacters);
        return `  ${what} "${said}": ${count(times)}, first at ${fileOf(file)}:${line}`;
      }),
      ...(same.length > most.length
        ? [`  and ${count(same.length - most.length)} more of these (--json has all)`]
        : []),
    ];
  });
  return ['', 'found besides', ...lines];
}

function printMapped({ file, line, verdict, rules, columns }: MappedRow): string[] {
  const rows = columns.map(({ column, value, from }) => [
    column,
    value === null ? '-' : excerpt(value, shownCharacters),
    printSource(from),
  ]);
  const [columnWidth, valueWidth] = [0, 1].map((at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const why = rules.length > 0 ? ` (${rules.join(', ')})` : '';
  return [
    '',
    `${file}:${line} ${verdict}${why}`,
    ...rows.map(([column = '', value = '', from = '']) =>
      `  ${column.padEnd(columnWidth ?? 0)}  ${value.padEnd(valueWidth ?? 0)}  ${from && `<- ${from}`}`.trimEnd(),
    ),
  ];
}

/** The first of the source's cells; an id may be made of all of them. */
function printSource(from: Record<string, string>): string {
  const cells = Object.entries(from).map(
    ([name, text]) => `${name}: ${text === '' ? '(empty)' : excerpt(text, shownCharacters)}`,
  );
  return [
    ...cells.slice(0, shownCells),
    ...(cells.length > shownCells ? [`and ${cells.length - shownCells} more`] : []),
  ].join(' | ');
}

function fileOf(key: string): string {
  return key.split('/').at(-1) ?? key;
}
