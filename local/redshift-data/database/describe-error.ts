import { SqlError } from '../sql/sql-error.ts';

const diskFull = /no space left on device|ENOSPC|could not write all bytes|EDQUOT|disk quota|write error/i;

/** DuckDB's wordings with Redshift's, where programs or people look for them. */
const wordings: [RegExp, (match: RegExpExecArray) => string][] = [
  [/NOT NULL constraint failed: \S+?\.(\S+)/, ([, column]) => `Cannot insert a NULL value into column ${column}`],
  [/type DECIMAL\((\d+),(\d+)\) failed: value is out of range/, () => 'Numeric data overflow (result precision)'],
  [/Overflow in (\w+) of (?:DECIMAL|INT128|HUGEINT)/, ([, operation]) => `Numeric data overflow (${operation})`],
  [
    /Overflow in (\w+) of INT\d+/,
    ([, operation]) => `Overflow (${operation}): the value is out of range for the integer type`,
  ],
  [/can't be cast because the value is out of range|Failed to cast decimal value/, () => 'Value out of range'],
  [
    /Attempting to modify table (\S+) but another transaction has altered this table/,
    ([, table]) =>
      `The local endpoint cannot add a column to ${table} after its rows were changed in the same batch: do it in a batch of its own`,
  ],
  [/Could not cast value .* to DECIMAL/, () => 'Numeric data overflow (result precision)'],
];

/** The text a failed statement shows, without `ERROR: `. */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (diskFull.test(message) || diskFull.test(code)) {
    return `Disk Full: the local disk has no room for the warehouse or its scratch files; free space and run again (${firstLine(message)})`;
  }
  if (error instanceof SqlError) return message;
  const line = firstLine(message);
  for (const [pattern, word] of wordings) {
    const match = pattern.exec(message);
    if (match !== null) return `${word(match)} (${line})`;
  }
  return line;
}

// DuckDB puts a kind before its messages, and hints and an excerpt of its own SQL after them.
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/^[A-Za-z -]+ Error: /, '').trim();
}

/** Whether DuckDB stopped because it was told to. */
export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && /^INTERRUPT Error|Interrupted!|AbortError/.test(`${error.name} ${error.message}`);
}
