import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from '../../lib/accept/rows-of.ts';

const text = fc.string({ unit: fc.constantFrom('a', '[', ']', '{', ',', '"', '\\', 'data'), maxLength: 5 });
const row = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });

test('the rows under a path come out as they stand', () => {
  fc.assert(
    fc.property(fc.array(row), row, fc.constantFrom(undefined, 1), (rows, others, indent) => {
      const { data: _, ...beside } = others;
      const document = { ...beside, data: { list: [[1], { data: { page: rows } }] } };
      const found = rowsOf({ text: JSON.stringify(document, null, indent), line: 1 }, 'data.list.1.data.page');
      expect(found.map((one) => JSON.parse(one))).toEqual(rows);
    }),
  );
});

test('a number keeps its digits, a key that is there twice stays', () => {
  const rows = ['{"a":1.50,"a":9007199254740993.10}', ' 1e400 '];
  expect(rowsOf({ text: `{"data":[${rows}]}`, line: 1 }, 'data')).toEqual(rows);
  expect(rowsOf({ text: '{"data":[ ]}', line: 1 }, 'data')).toEqual([]);
});

test.each([
  ['{"data":{}}', 'line 7 has no array under "data"'],
  ['{"data":null,"items":[{}]}', 'line 7 has no array under "data"'],
  ['{"data":[{}],"data":[{}]}', 'line 7 has two arrays under "data"'],
  ['{"data":[{}]', 'line 7 is no JSON object'],
  ['[{"data":[{}]}]', 'line 7 is no JSON object'],
])('%s is refused', (document, reason) => {
  expect(() => rowsOf({ text: document, line: 7 }, 'data')).toThrow(reason);
});
