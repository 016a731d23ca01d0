import type { TextFormat } from '../../feeds/text-format.ts';

/** Characters of a record at most: a longer one is a quote that was never closed. */
export const maxRecord = 1024 * 1024;

/**
 * Reads the delimited record that starts at `start` of a text of whole lines (RFC 4180): a field that begins with a quote ends at a
 * quote before a delimiter, a line end or the end of the text; in any other field quotes are text. `end` is behind the record's last
 * character.
 *
 * `unclosed`: the text ends within quotes. `stray`: something else stands behind a closing quote, or the record is too long.
 */
export function scanRecord(
  text: string,
  start: number,
  format: TextFormat,
): { cells: string[]; end: number } | 'unclosed' | 'stray' {
  const { delimiter = ',', quote = '"', blanksBeforeQuote } = format;
  const isBackslash = format.escape === 'backslash';
  const cells: string[] = [];
  for (let at = start; ; at++) {
    const open = blanksBeforeQuote ? skipBlanks(text, at, delimiter) : at;
    if (text[open] === quote) {
      const close = findClosing(text, open + 1, start, quote, isBackslash);
      if (typeof close === 'string') return close;
      const cell = text.slice(open + 1, close);
      cells.push(isBackslash ? cell.replace(/\\([\\"'])/g, '$1') : cell.replaceAll(quote + quote, quote));
      at = close + 1;
    } else {
      const from = at;
      while (text[at] !== delimiter && !isLineEnd(text, at)) at++;
      cells.push(text.slice(from, at));
    }
    if (text[at] === delimiter) continue;
    return isLineEnd(text, at) ? { cells, end: at } : 'stray';
  }
}

/** LF, CRLF or the end of the text. */
function isLineEnd(text: string, at: number): boolean {
  const mark = text[at] === '\r' ? at + 1 : at;
  return mark >= text.length || text[mark] === '\n';
}

/** Where the quote stands that closes a field. */
function findClosing(
  text: string,
  from: number,
  start: number,
  quote: string,
  isBackslash: boolean,
): number | 'unclosed' | 'stray' {
  for (let at = from; ; at++) {
    at = text.indexOf(quote, at);
    if ((at < 0 ? text.length : at) - start > maxRecord) return 'stray';
    if (at < 0) return 'unclosed';
    if (isBackslash ? !isEscaped(text, from, at) : text[at + 1] !== quote) return at;
    if (!isBackslash) at++;
  }
}

/** An odd number of backslashes stands before. */
function isEscaped(text: string, from: number, at: number): boolean {
  let before = at;
  while (before > from && text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at++;
  return at;
}
