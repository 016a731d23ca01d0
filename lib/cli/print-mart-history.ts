import type { MartHistory, RestatedRow } from '../operate/explain/explain-mart.ts';
import type { Target } from '../operate/targets/target.ts';
import { countOf } from '../run/count-of.ts';
import { toCommand } from '../run/to-command.ts';
import { trimDecimals } from '../run/trim-decimals.ts';
import { table } from './print.ts';

/** What became of a date of a mart, as finance asks for it. */
export function printMartHistory(history: MartHistory, target: Target): string {
  const { mart, dataset, date, now, loads } = history;
  if (loads.length === 0)
    return `no load has written ${date} of mart.${mart} yet (${toCommand('status', { dataset }, target.flags)} says what is published)`;
  const lines = [`mart.${mart} of ${date}: ${countOf(loads.length, 'load')}`];
  for (const { runId, committedAt, wasClosed, sums, rows, rowCount } of loads) {
    lines.push('', `${committedAt.slice(0, 19)} UTC  ${runId}`);
    if (!wasClosed) lines.push('  the date was open: nothing was restated');
    else if (rowCount === 0) lines.push('  the date was closed, and stays as it was');
    else if (sums.length === 0)
      lines.push(`  the date was closed: ${countOf(rowCount, 'row')} changed, no sum of this mart`);
    else
      lines.push(
        ...indent(
          table([
            ['sum', 'unit', 'before', 'after'],
            ...sums.map((sum) => [sum.measure, sum.unit, trimDecimals(sum.before), trimDecimals(sum.after)]),
          ]),
        ),
      );
    if (rowCount > 0)
      lines.push(`  because of ${countOf(rowCount, 'row')}:`, ...rows.map((row) => `    ${printRow(row)}`));
    if (rowCount > rows.length) lines.push(`    and ${rowCount - rows.length} more in ops.restated_rows`);
  }
  lines.push(
    '',
    'stands now',
    ...indent(table(now.map(({ measure, unit, value }) => [measure, unit, trimDecimals(value)]))),
  );
  const [first] = loads.flatMap(({ rows }) => rows);
  if (first) lines.push('', `a row's whole history: ${toCommand('explain', { dataset }, target.flags)} ${first.id}`);
  return lines.join('\n');
}

function printRow({ change, id, version, amount, unit, file, line }: RestatedRow): string {
  const money = amount === null ? '' : `: ${trimDecimals(amount)} ${unit ?? ''}`;
  return `${change.padEnd(6)}  ${id}${version === null ? '' : ` version ${version}`}${money}  ${file}:${line}`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
