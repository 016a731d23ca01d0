import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trimField } from '../../lib/contracts/trim.ts';
import { trimSql } from '../../lib/stages/accept/trim-sql.ts';

/** The trim set as the interfaces list it. */
const trimmed = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0xa0, 0x3000, 0xfeff];
const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;
const codes = Array.from({ length: 0xffff }, (_, at) => at + 1).filter((code) => !isSurrogate(code));

test('exactly the listed characters are trimmed', () => {
  expect(codes.filter((code) => trimField(String.fromCodePoint(code)) === '')).toEqual(trimmed);
});

test('both ends, nothing inside', () => {
  const blanks = fc.string({
    unit: fc.constantFrom(...trimmed.map((code) => String.fromCodePoint(code))),
    maxLength: 5,
  });
  const kept = fc.tuple(fc.string({ unit: fc.constantFrom('x', '한', '.'), minLength: 1 }), blanks);
  fc.assert(
    fc.property(blanks, kept, blanks, (before, [word, inside], after) => {
      expect(trimField(`${before}${word}${inside}${word}${after}`)).toBe(`${word}${inside}${word}`);
    }),
    { numRuns: 200 },
  );
});

test('the SQL that judges native rows trims the same set', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(`
    select code from (select unnest(range(1, 65536)) as code)
    where code not between 55296 and 57343 and ${trimSql('chr(cast(code as integer))')} is null order by code`);
  const around = await connection.runAndReadAll(`select ${trimSql("chr(12288) || ' a b ' || chr(65279)")}`);
  connection.closeSync();
  instance.closeSync();
  expect(result.getRows().map(([code]) => Number(code))).toEqual(trimmed);
  expect(around.getRows()).toEqual([['a b']]);
});
