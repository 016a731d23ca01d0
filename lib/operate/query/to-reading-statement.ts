import { PaylakeError } from '../../errors.ts';

const writing = 'insert|update|delete|merge|truncate|drop|alter|create|grant|revoke|copy|unload|call';
const showTables = `select table_schema, table_name, table_type from svv_tables
  where table_schema in ('core', 'mart', 'ops') order by 1, 2`;

/**
 * The one reading statement of a text, without what stands behind it: comments, a last semicolon. `show tables` is the warehouse's
 * own list. Throws a usage error for a statement that writes, or more than one. (The door is for reading; what a person may read is
 * the database's own business.)
 */
export function toReadingStatement(text: string): string {
  const seen = blank(text);
  const end = /[\s;]*$/.exec(seen)?.index ?? text.length;
  const words = seen.slice(0, end).toLowerCase();
  if (words.trim() === '') throw refused('there is no statement in it');
  if (/^\s*show\s+tables$/.test(words)) return showTables;
  if (words.includes(';')) throw refused('query takes one statement, this has more');
  const writes = new RegExp(`\\b(${writing})\\b`).exec(words)?.[0];
  if (writes) throw refused(`query only reads, it does not ${writes}`);
  if (!/^\s*(select|with|show)\b/.test(words)) throw refused('query only reads');
  if (/\binto\b/.test(words)) throw refused('query only reads, it makes no table (select into)');
  return text.slice(0, end);
}

/** The text with blanks for comments, quoted names and literals: what is left is words, each where it stood. */
function blank(text: string): string {
  return text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--.*|\/\*[\s\S]*?\*\//g, (part) =>
    // A literal is something, a comment is nothing.
    (/^['"]/.test(part) ? '.' : ' ').repeat(part.length),
  );
}

function refused(message: string): PaylakeError {
  return new PaylakeError('usage', message, 'start with select or with, one statement');
}
