import { expect, test } from 'vitest';
import type { SetAsideGroup } from '../../lib/run/date-summary.ts';
import { pickExamples } from '../../lib/stages/audit/checks/pick-examples.ts';

const group = (reason: string, rows: number, lines: number[], file = 'f'): SetAsideGroup => ({
  reason,
  file,
  rows,
  money: {},
  examples: lines.map((line) => ({ line, raw: `${reason} ${line}` })),
});
const pick = (...groups: SetAsideGroup[]): string[] =>
  pickExamples(groups).map(({ file, line, reason }) => `${file}:${line} ${reason}`);

test('one row of each of the commonest reasons, the commonest first', () => {
  const groups = [group('rare', 1, [1]), group('some', 2, [2, 3]), group('most', 9, [4, 5]), group('many', 5, [6])];
  expect(pick(...groups)).toEqual(['f:4 most', 'f:6 many', 'f:2 some']);
});

test('a reason counts over its files', () => {
  expect(pick(group('a', 3, [1]), group('b', 2, [2]), group('b', 2, [3], 'g'))).toEqual(['f:2 b', 'f:1 a', 'g:3 b']);
});

test('further rows of a reason where there are fewer than three reasons', () => {
  expect(pick(group('a', 9, [1, 2, 3, 4]))).toEqual(['f:1 a', 'f:2 a', 'f:3 a']);
  expect(pick(group('a', 9, [1, 2]))).toEqual(['f:1 a', 'f:2 a']);
  expect(pick()).toEqual([]);
});

test('a row that is bad for two reasons is shown once; the same line of another file is another row', () => {
  expect(pick(group('a', 9, [1]), group('b', 8, [1, 2]))).toEqual(['f:1 a', 'f:2 b']);
  expect(pick(group('a', 9, [1]), group('b', 8, [1], 'g'))).toEqual(['f:1 a', 'g:1 b']);
});

test('with its text', () => {
  expect(pickExamples([group('a', 1, [7])])).toEqual([{ file: 'f', line: 7, reason: 'a', raw: 'a 7' }]);
});
