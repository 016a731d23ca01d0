import { expect, test } from 'vitest';
import type { TextFormat } from '../../lib/feeds/text-format.ts';
import { maxRecord, scanRecord } from '../../lib/stages/accept/scan-record.ts';

test.each<[string, string, TextFormat, ReturnType<typeof scanRecord>]>([
  ['cells up to the line end', '1,2\n3', {}, { cells: ['1', '2'], end: 3 }],
  ['or that of another system', '1,"2"\r\n3', {}, { cells: ['1', '2'], end: 5 }],
  ['or the end of the text', '1,', {}, { cells: ['1', ''], end: 2 }],
  ['a CR within a line is text', '1\r2,3', {}, { cells: ['1\r2', '3'], end: 5 }],
  ['quotes that double', '"a""b",""""', {}, { cells: ['a"b', '"'], end: 11 }],
  ['an empty text in quotes', '"",""', {}, { cells: ['', ''], end: 5 }],
  ['quotes that are not closed', '1,"2\n3,4\n', {}, 'unclosed'],
  ['quotes that are doubled at the end', '1,"2""', {}, 'unclosed'],
  ['something behind the quote', '1,"2"x,3', {}, 'stray'],
  ['a blank behind the quote', '1,"2" ,3', {}, 'stray'],
  ['an escaped quote', '"a\\"b\\\\",2', { escape: 'backslash' }, { cells: ['a"b\\', '2'], end: 10 }],
  ['an escaped quote that is not closed', '"a\\"', { escape: 'backslash' }, 'unclosed'],
  ['an escaped backslash before the end', '"\\\\"', { escape: 'backslash' }, { cells: ['\\'], end: 4 }],
  ['an escaped quote at the end of a cell', '"a\\"",2', { escape: 'backslash' }, { cells: ['a"', '2'], end: 7 }],
  [
    'a tab that parts cells is no blank',
    '\t"a"',
    { blanksBeforeQuote: true, delimiter: '\t' },
    { cells: ['', 'a'], end: 4 },
  ],
  ['blanks before a quote', ' \t"a"', { blanksBeforeQuote: true }, { cells: ['a'], end: 5 }],
  ['blanks before anything else', ' a', { blanksBeforeQuote: true }, { cells: [' a'], end: 2 }],
])('%s', (_, text, format, found) => {
  expect(scanRecord(text, 0, format)).toEqual(found);
  const moved = typeof found === 'string' ? found : { ...found, end: found.end + 4 };
  expect(scanRecord(`x,"\n${text}`, 4, format)).toEqual(moved);
});

test('a record has so many characters at most, wherever it starts: beyond them a quote is stray', () => {
  for (const start of [0, 5]) {
    const before = ' '.repeat(start);
    const open = (length: number): string => `${before}"${'x'.repeat(length - 1)}`;
    expect(scanRecord(open(maxRecord), start, {})).toBe('unclosed');
    expect(scanRecord(open(maxRecord + 1), start, {})).toBe('stray');
    expect(scanRecord(`${open(maxRecord)}"`, start, {})).toMatchObject({ end: start + maxRecord + 1 });
    expect(scanRecord(`${open(maxRecord + 1)}"`, start, {})).toBe('stray');
  }
});
