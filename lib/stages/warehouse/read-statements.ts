import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PaylakeError } from '../../errors.ts';
import { isErrorCoded } from '../../runtime/is-error-coded.ts';

/** Literals that take the place of `{{name}}` in SQL files: COPY and UNLOAD take no bind values there. */
export type Literals = Record<string, string>;

/**
 * The statements of the named SQL files under sql/, in order, without comments. Every `{{name}}` must be given, and its value
 * must be a plain location or ARN: nothing that could end the string it stands in.
 */
export function readStatements(files: readonly string[], literals: Literals = {}): string[] {
  return files.flatMap((file) => splitStatements(readSql(file)).map((sql) => fillIn(sql, literals, file)));
}

/** The text of a SQL file under sql/. */
export function readSql(file: string): string {
  try {
    return readFileSync(join(sqlDirectory(), file), 'utf8');
  } catch (error) {
    if (!isErrorCoded(error, 'ENOENT')) throw error;
    const next = 'npm run emit writes what follows from a registration (fact/, gold/); other files are named in it';
    throw new PaylakeError('internal', `sql/${file} is not there`, next);
  }
}

/** In a function the bundle's own copy, elsewhere the repository's. */
export function sqlDirectory(): string {
  const { LAMBDA_TASK_ROOT } = process.env;
  return LAMBDA_TASK_ROOT ? join(LAMBDA_TASK_ROOT, 'sql') : join(import.meta.dirname, '../../../sql');
}

/** Statements end with a semicolon at the end of a line; comments stand on lines of their own. */
function splitStatements(text: string): string[] {
  return text
    .replace(/^\s*--.*\n/gm, '')
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

function fillIn(sql: string, literals: Literals, file: string): string {
  return sql.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = literals[name];
    if (value === undefined) throw new Error(`sql/${file} wants {{${name}}}`);
    if (!/^[A-Za-z0-9:/_.=-]+$/.test(value)) throw new Error(`sql/${file}: "${value}" may not stand for {{${name}}}`);
    return value;
  });
}
