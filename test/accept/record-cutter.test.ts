import { expect, test } from 'vitest';
import type { TextFormat } from '../../lib/feeds/text-format.ts';
import { type DelimitedRecord, RecordCutter } from '../../lib/stages/accept/record-cutter.ts';

/** The records of each text given in turn, and at the end of the file; what the header was asked. */
function cut(
  texts: readonly string[],
  format: TextFormat = {},
  needed = 3,
): { taken: DelimitedRecord[][]; asked: (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  const cutter = new RecordCutter(format, (header) => {
    asked.push(header);
    return needed;
  });
  const taken = texts.map((text) => cutter.take(text));
  return { taken: [...taken, cutter.end()], asked };
}

const record = (
  line: number,
  raw: string,
  cells: string[] | undefined = raw.split(','),
  lines = 1,
): DelimitedRecord => ({
  ...{ line, lines, raw, cells },
});
const bad = (line: number, raw: string): DelimitedRecord => ({ line, lines: 1, raw, cells: undefined });

test('lines go on counting from text to text', () => {
  const { taken } = cut(['\np,q,r\n', '1,2,3\n\n4,5,6\n', '7,8,9']);
  expect(taken).toEqual([[record(2, 'p,q,r')], [record(3, '1,2,3'), record(5, '4,5,6')], [record(6, '7,8,9')], []]);
});

test('a record that is not over waits for the text that ends it, or for the end of the file', () => {
  const { taken } = cut(['p,q,r\n1,"a\n', 'b",3\n4,"c\n', '5,d,6\n']);
  expect(taken).toEqual([
    [record(1, 'p,q,r')],
    [record(2, '1,"a\nb",3', ['1', 'a\nb', '3'], 2)],
    [],
    [bad(4, '4,"c'), record(5, '5,d,6')],
  ]);
});

test('a quote that something follows is a bad line at once, whatever is still to come', () => {
  expect(cut(['p,q,r\n1,"a"b,3\n', '4,5,6\n']).taken).toEqual([
    [record(1, 'p,q,r'), bad(2, '1,"a"b,3')],
    [record(3, '4,5,6')],
    [],
  ]);
});

test('how many cells a row needs is asked once: of the header, or of none where a file has none', () => {
  expect(cut(['p,"q",r\n1,2,3\n']).asked).toEqual([['p', 'q', 'r']]);
  expect(cut(['1,2,3\n'], { headerless: true }).asked).toEqual([[]]);
  // A header may span lines that look like rows; without one the first record is a row, and swallows no other.
  const text = '1,"2,3\n4,5",6\n';
  expect(cut([text]).taken[0]).toEqual([record(1, '1,"2,3\n4,5",6', ['1', '2,3\n4,5', '6'], 2)]);
  expect(cut([text], { headerless: true }, 2).taken[0]).toEqual([
    bad(1, '1,"2,3'),
    record(2, '4,5",6', ['4', '5"', '6']),
  ]);
});

test('lines above the header are passed over as lines, whatever stands in them', () => {
  const { taken, asked } = cut(['"title\nmore\np,q,r\n'], { skipLines: 2 });
  expect(taken[0]).toEqual([record(3, 'p,q,r')]);
  expect(asked).toEqual([['p', 'q', 'r']]);
});

test('a line of nothing is no record; one of empty cells is', () => {
  expect(cut(['p\tq\n \n\r\n\t\n'], { delimiter: '\t' }).taken[0]).toEqual([
    record(1, 'p\tq', ['p', 'q']),
    record(4, '\t', ['', '']),
  ]);
});

test('a row needs two cells at least to be told from text', () => {
  expect(cut(['p\n"a\nb"\n'], {}, 1).taken[0]).toEqual([record(1, 'p'), record(2, '"a\nb"', ['a\nb'], 2)]);
  expect(cut(['p\n"a,x\nb,y"\n'], {}, 1).taken[0]?.slice(1)).toEqual([bad(2, '"a,x'), record(3, 'b,y"', ['b', 'y"'])]);
});
