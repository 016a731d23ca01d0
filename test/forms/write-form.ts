/** The forms a native file may have. */
export const forms = ['ndjson', 'array', 'csv', 'tsv'] as const;
export type Form = (typeof forms)[number];

/** How a form's file is called. */
export const endings: Record<Form, string> = { ndjson: 'ndjson', array: 'json', csv: 'csv', tsv: 'tsv' };

/** Text of a delimited cell or a JSON value. */
export type Cell = string | number | null;

/** Rows as a file of a form. Cells that hold the delimiter, a quote or a line break are quoted. */
export function writeForm(form: Form, rows: readonly Record<string, Cell>[], lineEnd = '\n'): string {
  if (form === 'ndjson') return rows.map((row) => JSON.stringify(row) + lineEnd).join('');
  if (form === 'array') return `[${lineEnd}${rows.map((row) => JSON.stringify(row)).join(`,${lineEnd}`)}${lineEnd}]`;
  const mark = form === 'csv' ? ',' : '\t';
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  return lines.map((cells) => cells.map((cell) => quote(cell, mark)).join(mark) + lineEnd).join('');
}

function quote(cell: string, mark: string): string {
  return /["\r\n]/.test(cell) || cell.includes(mark) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
