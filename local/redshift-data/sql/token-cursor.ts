import { reservedWords } from './reserved-words.ts';
import { SqlError } from './sql-error.ts';
import { syntaxError, type Token, tokenize } from './tokenize.ts';

/** Longest identifier in bytes (Database Developer Guide, "Names and identifiers"). */
const maxIdentifierBytes = 127;

/** A place in the tokens of one statement, with the small questions every parser asks. */
export class TokenCursor {
  readonly sql: string;
  readonly tokens: readonly Token[];
  private at = 0;

  constructor(sql: string) {
    this.sql = sql;
    this.tokens = tokenize(sql);
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.at++;
    return token;
  }

  /** True when the next words are exactly these (folded). */
  atWords(...words: string[]): boolean {
    return words.every((word, i) => this.peek(i).kind === 'word' && this.peek(i).text === word);
  }

  acceptWords(...words: string[]): boolean {
    const found = this.atWords(...words);
    if (found) this.at += words.length;
    return found;
  }

  expectWords(...words: string[]): void {
    if (!this.acceptWords(...words)) throw this.fail();
  }

  /** Accepts one of these words and says which. */
  acceptOneOf(...words: string[]): string | undefined {
    return words.find((word) => this.acceptWords(word));
  }

  atOperator(text: string, ahead = 0): boolean {
    return this.peek(ahead).kind === 'operator' && this.peek(ahead).text === text;
  }

  /** Whether an operator stands before so many tokens that have been read. */
  isBehind(text: string, tokens: number): boolean {
    const token = this.tokens[this.at - 1 - tokens];
    return token?.kind === 'operator' && token.text === text;
  }

  acceptOperator(text: string): boolean {
    const found = this.atOperator(text);
    if (found) this.at++;
    return found;
  }

  expectOperator(text: string): void {
    if (!this.acceptOperator(text)) throw this.fail();
  }

  /** A table, column or alias name, folded to lower case also when quoted (Redshift's default). */
  identifier(): string {
    const token = this.peek();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw this.fail();
    if (token.kind === 'word' && reservedWords.has(token.text)) {
      throw new SqlError(`syntax error at or near "${token.text}": it is a reserved word; write it in double quotes`);
    }
    return this.label();
  }

  /** A name where reserved words are allowed too, as after `as`. */
  label(): string {
    const token = this.next();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw this.fail(token);
    if (token.text === '') throw new SqlError('zero-length delimited identifier');
    if (Buffer.byteLength(token.text) > maxIdentifierBytes) {
      throw new SqlError(`identifier "${token.text.slice(0, 40)}..." is longer than ${maxIdentifierBytes} bytes`);
    }
    return token.text.toLowerCase();
  }

  /** Whether an identifier that is no reserved word comes next. */
  atIdentifier(): boolean {
    const token = this.peek();
    return token.kind === 'quoted' || (token.kind === 'word' && !reservedWords.has(token.text));
  }

  string(): string {
    const token = this.next();
    if (token.kind !== 'string') throw this.fail(token);
    return token.text;
  }

  /** A whole number without a sign. */
  integer(): number {
    const token = this.next();
    if (token.kind !== 'number' || !/^\d{1,9}$/.test(token.text)) throw this.fail(token);
    return Number(token.text);
  }

  /** One or more of something, parted by commas. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.acceptOperator(',')) items.push(read());
    return items;
  }

  parenthesised<T>(read: () => T): T {
    this.expectOperator('(');
    const value = read();
    this.expectOperator(')');
    return value;
  }

  /** Fails unless only an optional semicolon is left. */
  expectEnd(): void {
    const semicolon = this.acceptOperator(';');
    if (this.peek().kind === 'end') return;
    if (semicolon) throw new SqlError('one SQL statement per entry: there is text after the semicolon');
    throw this.fail();
  }

  fail(token = this.peek()): SqlError {
    return syntaxError(this.sql, token.start, this.sql.slice(token.start, token.end));
  }
}
