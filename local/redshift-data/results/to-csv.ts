/** A page of rows, JSON of `Field` arrays, as CSV (RFC 4180) without a header: ColumnMetadata names the columns. NULL is empty. */
export function toCsv(page: Buffer): string {
  const rows = JSON.parse(page.toString('utf8'), keepDigits) as Record<string, unknown>[][];
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

// A BIGINT has more digits than a number of JavaScript.
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? value) : value;
}

function cell(field: Record<string, unknown>): string {
  if (field.isNull === true) return '';
  const text = String(Object.values(field)[0]);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
