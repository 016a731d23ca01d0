import { expect, test } from 'vitest';
import { limitLines } from '../../lib/stages/accept/limit-lines.ts';

const cut = (text: string, maxLines: number): [number, string, number][] =>
  [...limitLines({ startLine: 5, bytes: Buffer.from(text) }, maxLines)].map(({ startLine, bytes, lines }) => [
    startLine,
    bytes.toString(),
    lines,
  ]);

test.each<[string, number, [number, string, number][]]>([
  [
    'a\nb\nc\nd\ne\n',
    2,
    [
      [5, 'a\nb\n', 2],
      [7, 'c\nd\n', 2],
      [9, 'e\n', 1],
    ],
  ],
  [
    'a\nb\nc',
    2,
    [
      [5, 'a\nb\n', 2],
      [7, 'c', 1],
    ],
  ],
  ['a\nb\n', 2, [[5, 'a\nb\n', 2]]],
  ['a\nb', 3, [[5, 'a\nb', 2]]],
  [
    '\n\n\n',
    1,
    [
      [5, '\n', 1],
      [6, '\n', 1],
      [7, '\n', 1],
    ],
  ],
  ['', 2, []],
])('%j, at most %i lines each: none is lost, each piece says on which line it begins', (text, maxLines, pieces) => {
  expect(cut(text, maxLines)).toEqual(pieces);
});
