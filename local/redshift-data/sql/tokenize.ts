import { refuse, SqlError } from './sql-error.ts';

/** `text` is folded to lower case for words; `start` and `end` are offsets into the statement. */
export type Token = {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'operator' | 'end';
  text: string;
  start: number;
  end: number;
};

const blank = /[ \t\r\n\f]+/y;
const lineComment = /--[^\n]*/y;
const word = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const parameter = /:[0-9A-Za-z_]+/y;
const operator = /::|\|\||<>|!=|<=|>=|!~|[-+*/%=<>~().,;]/y;

/** Splits one SQL text as Redshift would; refuses what it cannot read for certain (backslashes in strings, `$$`, E''). */
export function tokenize(sql: string): Token[] {
  if (sql.includes('\0')) throw new SqlError('invalid byte sequence for encoding "UTF8": 0x00');
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(sql)?.[0];
  };
  while (at < sql.length) {
    const skipped = match(blank) ?? match(lineComment) ?? readBlockComment(sql, at);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const token = readToken(sql, at, match);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: sql.length, end: sql.length });
  return tokens;
}

function readToken(sql: string, at: number, match: (pattern: RegExp) => string | undefined): Token {
  const token = (kind: Token['kind'], length: number, text: string): Token => {
    return { kind, text, start: at, end: at + length };
  };
  if (sql[at] === "'") {
    const raw = readQuoted(sql, at, "'");
    return token('string', raw.length, readEscapes(raw.slice(1, -1).replaceAll("''", "'")));
  }
  if (sql[at] === '"') {
    const raw = readQuoted(sql, at, '"');
    return token('quoted', raw.length, raw.slice(1, -1).replaceAll('""', '"'));
  }
  const wordText = match(word);
  if (wordText !== undefined) {
    const next = sql[at + wordText.length];
    if (next === "'" && /^(e|n|b|x|u)$/i.test(wordText)) throw refuse(`a string literal with the prefix ${wordText}`);
    return token('word', wordText.length, wordText.toLowerCase());
  }
  const numberText = match(number);
  if (numberText !== undefined) {
    if (/[A-Za-z0-9_.]/.test(sql[at + numberText.length] ?? '')) throw syntaxError(sql, at, numberText);
    return token('number', numberText.length, numberText);
  }
  const operatorText = match(operator);
  if (operatorText !== undefined) return token('operator', operatorText.length, operatorText);
  const parameterText = match(parameter);
  if (parameterText !== undefined) return token('parameter', parameterText.length, parameterText.slice(1));
  throw syntaxError(sql, at, sql[at] ?? '');
}

// A backslash is an escape: two of them are one. What others stand for is not documented.
function readEscapes(text: string): string {
  const bare = text.replaceAll('\\\\', '');
  if (bare.includes('\\')) {
    throw refuse(
      'a single backslash in a string literal',
      'Redshift reads it as an escape; write two, or pass a parameter',
    );
  }
  return text.replaceAll('\\\\', '\\');
}

/** Redshift's wording; the position is 1-based, in characters. */
export function syntaxError(sql: string, at: number, text: string): SqlError {
  const near = text === '' ? 'at end of input' : `at or near "${text}"`;
  return new SqlError(
    `syntax error ${near}; Position: ${[...sql.slice(0, at)].length + 1} (if Redshift accepts it, it is not known to the local endpoint: known good SQL only)`,
  );
}

function readQuoted(sql: string, start: number, quote: string): string {
  let at = start + 1;
  for (;;) {
    const close = sql.indexOf(quote, at);
    if (close < 0) throw new SqlError(`unterminated quoted ${quote === "'" ? 'string' : 'identifier'}`);
    if (sql[close + 1] !== quote) return sql.slice(start, close + 1);
    at = close + 2;
  }
}

// Comments nest, as in PostgreSQL.
function readBlockComment(sql: string, start: number): string | undefined {
  if (!sql.startsWith('/*', start)) return undefined;
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith('/*', at)) {
      depth++;
      at++;
    } else if (sql.startsWith('*/', at)) {
      depth--;
      at++;
      if (depth === 0) return sql.slice(start, at + 1);
    }
  }
  throw new SqlError('unterminated /* comment');
}
