import type { DuckDBConnection } from '@duckdb/node-api';
import { type Column, type Contract, judgedColumns } from '../../contracts/contract.ts';
import type { Finding } from '../../run/date-summary.ts';
import { text } from './rows-sql.ts';

/** What senders write for nothing; as an id it would be a customer of that name. */
const nullWords = ['null', 'none', 'nan', 'n/a', 'n-a', 'n_a', 'na', 'nil', 'undefined', '\\n'];
const longestWord = Math.max(...nullWords.map(({ length }) => length));

/**
 * Values of accepted rows that keep the contract and still are hardly what was meant, by column, their first places and how often:
 * free text that keeps quotes around it, and ids that are a word for nothing.
 */
export async function findOddValues(connection: DuckDBConnection, contract: Contract): Promise<Finding[]> {
  const looks = judgedColumns(contract).flatMap((column): string[] => {
    if (isIdentifier(column)) return [look('null_word', column, isNullWord(column))];
    return isFreeText(column) ? [look('outer_quotes', column, keepsQuotes(column))] : [];
  });
  if (looks.length === 0) return [];
  const found = await connection.runAndReadAll(`${looks.join(' union all ')} order by kind, "column", value`);
  return found.getRowObjectsJson().map(({ kind, column, value, count, file, line }) => ({
    kind: kind as Finding['kind'],
    column: String(column),
    value: String(value),
    count: Number(count),
    file: String(file),
    line: Number(line),
  }));
}

/** Of quoted texts there may be as many as rows: one tells enough. */
function look(kind: Finding['kind'], { name }: Column, condition: string): string {
  const value = kind === 'null_word' ? `"${name}"` : `arg_min("${name}", (file, line))`;
  return `select '${kind}' as kind, '${name}' as "column", ${value} as value, count(*) as count, min(file) as file,
      arg_min(line, (file, line)) as line
    from accepted where ${condition} ${kind === 'null_word' ? `group by "${name}"` : 'having count(*) > 0'}`;
}

function isIdentifier({ name, type, classification }: Column): boolean {
  return type.kind === 'text' && type.pattern !== undefined && (classification === 'pseudonym' || name.endsWith('_id'));
}

function isFreeText({ type }: Column): boolean {
  return type.kind === 'text' && type.pattern === undefined && type.oneOf === undefined;
}

/** The length is quick to tell, and almost no id is so short. */
function isNullWord({ name }: Column): string {
  return `length("${name}") <= ${longestWord} and lower("${name}") in (${nullWords.map(text).join(', ')})`;
}

function keepsQuotes({ name }: Column): string {
  return `length("${name}") > 1 and starts_with("${name}", '"') and ends_with("${name}", '"')`;
}
