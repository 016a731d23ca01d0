import { trimField } from '../../contracts/trim.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import { scanRecord } from './scan-record.ts';

/**
 * A record of a delimited file: the line on which it starts, 1-based, how many lines it spans, and its text. `cells` is undefined
 * where a quote of that line does not close: the line is bad, and reading goes on with the next.
 */
export type DelimitedRecord = { line: number; lines: number; raw: string; cells: string[] | undefined };

/** How many cells a row needs at least for its required columns, by the header. */
export type ToNeeded = (header: readonly string[]) => number;

/**
 * Cuts the text of a delimited file, whole lines at a time, into its records; blank lines are none. No quote swallows a row: one
 * that does not close by RFC 4180 makes a bad line, and so does one that closes on a later line although its own line and another
 * up to there, quotes taken as text, have the cells that a row needs.
 */
export class RecordCutter {
  private readonly format: TextFormat;
  private readonly toNeeded: ToNeeded;
  private readonly quote: string | undefined;
  private readonly delimiter: string;
  private rest = '';
  private line = 1;
  private needed: number | undefined;

  constructor(format: TextFormat, toNeeded: ToNeeded) {
    this.format = format;
    this.toNeeded = toNeeded;
    this.quote = format.quote === 'none' ? undefined : (format.quote ?? '"');
    this.delimiter = format.delimiter ?? ',';
    if (format.headerless) this.needed = toNeeded([]);
  }

  /** The records that end in this text, or in what is left of the text before it. */
  take(text: string): DelimitedRecord[] {
    return this.cut(this.rest + text, false);
  }

  /** What is left when the file ends. */
  end(): DelimitedRecord[] {
    return this.cut(this.rest, true);
  }

  private cut(text: string, isEnd: boolean): DelimitedRecord[] {
    const records: DelimitedRecord[] = [];
    let at = 0;
    let quoteAt = this.nextQuote(text, 0);
    while (at < text.length) {
      const newline = text.indexOf('\n', at);
      const lineEnd = newline < 0 ? text.length : newline;
      if (quoteAt < at) quoteAt = this.nextQuote(text, at);
      const isAbove = this.line <= (this.format.skipLines ?? 0);
      const record =
        quoteAt < lineEnd && !isAbove ? this.scan(text, at, lineEnd, isEnd) : this.readLine(text, at, lineEnd);
      if (!record) break;
      if (!isAbove) this.keep(record, records);
      this.line += record.lines;
      at = record.lines === 1 ? lineEnd + 1 : text.indexOf('\n', at + record.raw.length) + 1 || text.length;
    }
    this.rest = text.slice(at);
    return records;
  }

  private keep(record: DelimitedRecord, records: DelimitedRecord[]): void {
    const { cells } = record;
    if (cells?.length === 1 && trimField(record.raw) === '') return;
    this.needed ??= this.toNeeded(cells ?? []);
    records.push(record);
  }

  private readLine(text: string, at: number, lineEnd: number): DelimitedRecord {
    const raw = text.slice(at, text[lineEnd - 1] === '\r' && lineEnd > at ? lineEnd - 1 : lineEnd);
    return { line: this.line, lines: 1, raw, cells: raw.split(this.delimiter) };
  }

  /** Undefined where the record goes on in text that is still to come. */
  private scan(text: string, at: number, lineEnd: number, isEnd: boolean): DelimitedRecord | undefined {
    const found = scanRecord(text, at, this.format);
    if (found === 'unclosed' && !isEnd) return undefined;
    const bad = { ...this.readLine(text, at, lineEnd), cells: undefined };
    if (typeof found === 'string') return bad;
    const raw = text.slice(at, found.end);
    const lines = raw.split('\n');
    return this.isStray(lines) ? bad : { line: this.line, lines: lines.length, raw, cells: found.cells };
  }

  private isStray([first = '', ...others]: readonly string[]): boolean {
    if (this.needed === undefined || others.length === 0) return false;
    // One cell is nothing to tell a row by.
    const least = Math.max(this.needed, 2);
    const isRow = (line: string): boolean => line.split(this.delimiter).length >= least;
    return isRow(first) && others.some(isRow);
  }

  private nextQuote(text: string, from: number): number {
    const at = this.quote === undefined ? -1 : text.indexOf(this.quote, from);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  }
}
