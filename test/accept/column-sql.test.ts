import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, ColumnType } from '../../lib/contracts/contract.ts';
import { columnSql } from '../../lib/stages/accept/column-sql.ts';
import { trimSql } from '../../lib/stages/accept/trim-sql.ts';
import { openDuckDB } from '../open-duckdb.ts';

/*
 * What of a column's texts is valid, what it is then, and what of it the fast path takes: [text, JSON type, value, fast].
 */

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

type Case = [text: string, jsonType: string, value: string | null, fast: 'fast' | 'slow'];
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Each case as DuckDB judges it: its value if it is valid, and that of the fast path. */
async function judge(type: ColumnType, cases: readonly Case[]): Promise<[string | null, string | null][]> {
  const column: Column = { name: 'c', type, required: true, classification: 'business', description: '' };
  const sql = columnSql(column, 'json_type');
  const values = cases.map(([text, jsonType], at) => `(${at}, ${literal(text)}, ${literal(jsonType)})`);
  const found = await connection.runAndReadAll(`
    select cast(case when ${sql.isValid('text')} then ${sql.value('text')} end as varchar),
      cast(${sql.fastValue('text')} as varchar)
    from (values ${values.join(', ')}) cases (place, text, json_type) order by place`);
  return found.getRows() as [string | null, string | null][];
}

async function expectCases(type: ColumnType, cases: readonly Case[]): Promise<void> {
  const found = await judge(type, cases);
  const told = cases.map(([text, jsonType], at) => [text, jsonType, ...(found[at] ?? [])]);
  expect(told).toEqual(
    cases.map(([text, jsonType, value, fast]) => [text, jsonType, value, fast === 'fast' ? value : null]),
  );
}

test('an integer has so many digits at most and a least value', async () => {
  await expectCases({ kind: 'integer', maxDigits: 3, min: 1 }, [
    ['1', 'UBIGINT', '1', 'fast'],
    ['999', 'VARCHAR', '999', 'fast'],
    ['007', 'VARCHAR', '7', 'fast'],
    ['1000', 'UBIGINT', null, 'slow'],
    ['0', 'UBIGINT', null, 'slow'],
    ['-1', 'BIGINT', null, 'slow'],
    ['+1', 'VARCHAR', null, 'slow'],
    ['1.0', 'DOUBLE', null, 'slow'],
    ['1e1', 'DOUBLE', null, 'slow'],
    ['1_0', 'VARCHAR', null, 'slow'],
    ['0x1', 'VARCHAR', null, 'slow'],
    [' 1', 'VARCHAR', null, 'slow'],
    ['', 'VARCHAR', null, 'slow'],
    ['١', 'VARCHAR', null, 'slow'],
  ]);
});

test('a decimal is exact, to its scale; as a number only as far as a double is', async () => {
  await expectCases({ kind: 'decimal', precision: 18, scale: 2 }, [
    ['1', 'UBIGINT', '1.00', 'fast'],
    ['12.5', 'DOUBLE', '12.50', 'fast'],
    ['12.50', 'VARCHAR', '12.50', 'fast'],
    ['12.34000', 'VARCHAR', '12.34', 'fast'],
    ['0012.5', 'VARCHAR', '12.50', 'fast'],
    ['.5', 'VARCHAR', '0.50', 'fast'],
    ['.50000', 'VARCHAR', '0.50', 'fast'],
    ['9999999999999.99', 'DOUBLE', '9999999999999.99', 'fast'],
    ['9999999999999.99', 'VARCHAR', '9999999999999.99', 'fast'],
    ['0', 'UBIGINT', '0.00', 'fast'],
    ['0.00', 'VARCHAR', '0.00', 'fast'],
    // What DuckDB writes of 1e-400: for a closer look.
    ['0.0', 'DOUBLE', '0.00', 'slow'],
    ['10000000000000', 'UBIGINT', null, 'slow'],
    ['10000000000000', 'VARCHAR', '10000000000000.00', 'slow'],
    ['9999999999999999.99', 'VARCHAR', '9999999999999999.99', 'slow'],
    ['10000000000000000', 'VARCHAR', null, 'slow'],
    // Seventeen digits are too many, whatever they say.
    ['00000000000000001', 'VARCHAR', null, 'slow'],
    ['-0.0', 'DOUBLE', '0.00', 'slow'],
    ['-0.0', 'VARCHAR', null, 'slow'],
    ['-0', 'BIGINT', null, 'slow'],
    ['-1', 'BIGINT', null, 'slow'],
    ['12.345', 'DOUBLE', null, 'slow'],
    ['12.3401', 'VARCHAR', null, 'slow'],
    ['.345', 'VARCHAR', null, 'slow'],
    ['12.', 'VARCHAR', null, 'slow'],
    ['.', 'VARCHAR', null, 'slow'],
    ['1e2', 'VARCHAR', null, 'slow'],
    ['+1', 'VARCHAR', null, 'slow'],
    ['1,000.00', 'VARCHAR', null, 'slow'],
    ['1 ', 'VARCHAR', null, 'slow'],
    ['', 'VARCHAR', null, 'slow'],
  ]);
});

test('a boolean is one of the usual words in any case', async () => {
  const word = (text: string, value: string | null, fast: 'fast' | 'slow' = 'slow'): Case => [
    text,
    'VARCHAR',
    value,
    fast,
  ];
  await expectCases({ kind: 'boolean' }, [
    word('true', 'true', 'fast'),
    word('false', 'false', 'fast'),
    ...['TRUE', 't', 'T', '1', 'y', 'Y', 'yes', 'Yes'].map((text) => word(text, 'true')),
    ...['False', 'f', '0', 'n', 'N', 'no', 'NO'].map((text) => word(text, 'false')),
    // Its lower case would be "yes": the long s is a letter of its own.
    ...['', 'on', 'off', 'truee', 'nope', '2', '-1', '1.0', 'yeſ', 'ja', 'true false'].map((text) => word(text, null)),
  ]);
});

test('free text has a greatest length, and is no JSON number, object or array', async () => {
  await expectCases({ kind: 'text', maxLength: 5 }, [
    ['a', 'VARCHAR', 'a', 'fast'],
    ['ab', 'VARCHAR', 'ab', 'fast'],
    ['ab cd', 'VARCHAR', 'ab cd', 'fast'],
    ['a\nb', 'VARCHAR', 'a\nb', 'fast'],
    ['😀😀😀😀😀', 'VARCHAR', '😀😀😀😀😀', 'fast'],
    ['😀😀😀😀😀😀', 'VARCHAR', null, 'slow'],
    ['abcdef', 'VARCHAR', null, 'slow'],
    ['12345', 'UBIGINT', '12345', 'fast'],
    ['-12', 'BIGINT', '-12', 'fast'],
    ['1.5', 'VARCHAR', '1.5', 'slow'],
    ['1.5', 'DOUBLE', null, 'slow'],
    ['-1.5', 'DOUBLE', null, 'slow'],
    ['1e5', 'VARCHAR', '1e5', 'slow'],
    ['1e5', 'DOUBLE', null, 'slow'],
    ['1.5x', 'VARCHAR', '1.5x', 'fast'],
    ['[a]', 'VARCHAR', '[a]', 'slow'],
    ['[1]', 'ARRAY', null, 'slow'],
    ['{}', 'OBJECT', null, 'slow'],
    ['{}', 'VARCHAR', '{}', 'slow'],
    ['a[', 'VARCHAR', 'a[', 'fast'],
    // What DuckDB's JSON reader takes for a number though JSON has none such: malformed, which a close look tells.
    ['NaN', 'VARCHAR', 'NaN', 'slow'],
    ['-inf', 'VARCHAR', '-inf', 'slow'],
    ['nano', 'VARCHAR', 'nano', 'fast'],
  ]);
});

test('the fast path leaves what has blanks at its ends to be trimmed', async () => {
  const found = await judge({ kind: 'text', maxLength: 20 }, [
    [' a', 'VARCHAR', null, 'slow'],
    ['a ', 'VARCHAR', null, 'slow'],
    ['\u00a0a', 'VARCHAR', null, 'slow'],
    ['a\ufeff', 'VARCHAR', null, 'slow'],
    [' ', 'VARCHAR', null, 'slow'],
    ['a  b', 'VARCHAR', null, 'slow'],
  ]);
  expect(found.map(([, fast]) => fast)).toEqual([null, null, null, null, null, 'a  b']);
});

test('a text with a pattern keeps it whole, in its letter case, and only in ASCII', async () => {
  await expectCases({ kind: 'text', maxLength: 3, pattern: '^[A-Z]{3}$', letterCase: 'upper' }, [
    ['KRW', 'VARCHAR', 'KRW', 'fast'],
    ['krw', 'VARCHAR', 'KRW', 'slow'],
    ['KR', 'VARCHAR', null, 'slow'],
    ['KRWW', 'VARCHAR', null, 'slow'],
    ['K1W', 'VARCHAR', null, 'slow'],
    // Its upper case would be S.
    ['uſd', 'VARCHAR', null, 'slow'],
    ['NaN', 'VARCHAR', 'NAN', 'slow'],
  ]);
  await expectCases({ kind: 'text', maxLength: 8, letterCase: 'lower', oneOf: ['approved', 'declined'] }, [
    ['approved', 'VARCHAR', 'approved', 'fast'],
    ['Declined', 'VARCHAR', 'declined', 'slow'],
    ['approve', 'VARCHAR', null, 'slow'],
    ['approvedx', 'VARCHAR', null, 'slow'],
    ['approved|declined', 'VARCHAR', null, 'slow'],
  ]);
});

test('an id may be an integer, and no other number', async () => {
  await expectCases({ kind: 'text', maxLength: 64, pattern: '^[A-Za-z0-9_-]{1,64}$' }, [
    ['a-b_1', 'VARCHAR', 'a-b_1', 'fast'],
    ['12', 'UBIGINT', '12', 'fast'],
    ['-12', 'BIGINT', '-12', 'fast'],
    ['1e5', 'DOUBLE', null, 'slow'],
    ['1e5', 'VARCHAR', '1e5', 'slow'],
    ['1E-7', 'DOUBLE', null, 'slow'],
    ['NaN', 'VARCHAR', 'NaN', 'slow'],
    ['-Infinity', 'VARCHAR', '-Infinity', 'slow'],
    ['x1e5', 'VARCHAR', 'x1e5', 'fast'],
    ['1.5', 'DOUBLE', null, 'slow'],
    ['12345678901234567890123456e7', 'VARCHAR', '12345678901234567890123456e7', 'fast'],
    ['a b', 'VARCHAR', null, 'slow'],
    ['é', 'VARCHAR', null, 'slow'],
    ['x'.repeat(64), 'VARCHAR', 'x'.repeat(64), 'fast'],
    ['x'.repeat(65), 'VARCHAR', null, 'slow'],
  ]);
});

test.each([
  ['^[a-z0-9]{3}$', '1e5'],
  ['^[0-9e-]{5}$', '1e-07'],
  ['^[0-9a-f]{8}$', '12345e67'],
])('of %s the fast path leaves %s, which may be a number, for a closer look', async (pattern, text) => {
  await expectCases({ kind: 'text', maxLength: 8, pattern }, [
    [text, 'DOUBLE', null, 'slow'],
    [text, 'VARCHAR', text, 'slow'],
  ]);
});

test('an instant is a moment of the session, whatever spells it', async () => {
  await connection.run("set TimeZone = 'Asia/Seoul'; set variable clock_changes = ['']");
  await expectCases({ kind: 'instant' }, [
    ['2025-09-10T12:00:00Z', 'VARCHAR', '2025-09-10 21:00:00+09', 'fast'],
    ['2025-09-10 12:00:00', 'VARCHAR', '2025-09-10 12:00:00+09', 'fast'],
    ['2025-09-10', 'VARCHAR', '2025-09-10 00:00:00+09', 'slow'],
    ['20250910', 'UBIGINT', null, 'slow'],
  ]);
});

test('a date is never read from a file', () => {
  const column: Column = {
    name: 'txn_date',
    type: { kind: 'date' },
    required: true,
    classification: 'business',
    description: '',
  };
  expect(() => columnSql(column, 'null')).toThrow('column txn_date: a date is derived, never read from a file');
});

test('blanks of every kind are trimmed, and nothing is left of nothing', async () => {
  const texts = [' a ', '\t\n\v\f\ra b\u3000\u00a0\ufeff', '', ' ', '\ufeff', 'x'];
  const values = texts.map((text, at) => `(${at}, ${literal(text)})`).join(', ');
  const found = await connection.runAndReadAll(
    `select ${trimSql('text')} from (values ${values}) texts (place, text) order by place`,
  );
  expect(found.getRows().flat()).toEqual(['a', 'a b', null, null, null, 'x']);
});

test('a positive decimal of eight places: a number counts with fifteen significant digits, a text with all of its own', async () => {
  await expectCases({ kind: 'decimal', precision: 24, scale: 8, positive: true, significantDigits: 15 }, [
    ['0.00000001', 'VARCHAR', '0.00000001', 'fast'],
    ['123456789012345', 'UBIGINT', '123456789012345.00000000', 'fast'],
    ['1234567.12345678', 'DOUBLE', '1234567.12345678', 'fast'],
    ['12345678.12345678', 'DOUBLE', null, 'slow'],
    ['12345678.12345678', 'VARCHAR', '12345678.12345678', 'slow'],
    ['1234567890123456', 'UBIGINT', null, 'slow'],
    ['1234567890123456', 'VARCHAR', '1234567890123456.00000000', 'slow'],
    ['12.500000000000', 'DOUBLE', '12.50000000', 'fast'],
    ['.5', 'VARCHAR', '0.50000000', 'fast'],
    ['0', 'VARCHAR', null, 'slow'],
    ['0.00', 'DOUBLE', null, 'slow'],
    ['-0.0', 'DOUBLE', null, 'slow'],
    ['0.000000001', 'DOUBLE', null, 'slow'],
    ['-1', 'BIGINT', null, 'slow'],
    ['1e3', 'VARCHAR', null, 'slow'],
  ]);
});
