import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ColumnSql } from '../../lib/stages/accept/column-sql.ts';
import { documentText, isDocument, jsonSql, listSql } from '../../lib/stages/accept/json-sql.ts';
import { trimSql } from '../../lib/stages/accept/trim-sql.ts';
import { openDuckDB } from '../open-duckdb.ts';

/*
 * Of what a field within a document holds, as JSON: its text, whether it is valid, and what of it the fast path takes.
 */

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const rowsOf = async (select: string, documents: readonly string[]): Promise<unknown[]> => {
  const values = documents.map((document, at) => `(${at}, json(${literal(document)}))`);
  const found = await connection.runAndReadAll(
    `select ${select} from (values ${values.join(', ')}) cases (place, doc) order by place`,
  );
  return found.getRowsJson();
};

type Case = [document: string, became: 'fast' | 'valid' | 'invalid'];

async function expectCases({ value, isValid, fastValue }: ColumnSql, cases: readonly Case[]): Promise<void> {
  const found = await rowsOf(
    `case when ${fastValue('doc')} = ${value('doc')} then 'fast' when ${isValid('doc')} then 'valid' else 'invalid' end,
      typeof(${value('doc')})`,
    cases.map(([document]) => document),
  );
  expect(cases.map(([document], at) => [document, found[at]])).toEqual(
    cases.map(([document, became]) => [document, [became, 'VARCHAR']]),
  );
}

test('an object has so many bytes; it is taken fast', async () => {
  const sql = jsonSql({ kind: 'json', maxBytes: 11 }, 'json_type(doc)');
  await expectCases(sql, [
    ['{}', 'fast'],
    ['{"a":"1234"}'.replace('4', ''), 'fast'],
    ['{"a":"1234"}', 'invalid'],
    ['{"a":"한"}', 'fast'],
    ['{"a":"한1"}', 'invalid'],
    ['[]', 'invalid'],
    ['"{}"', 'invalid'],
    ['1', 'invalid'],
  ]);
  // Of a delimited file the field is a text: what its JSON type is has been found out before.
  const typed = await rowsOf(`${jsonSql({ kind: 'json', maxBytes: 11 }, "'VARCHAR'").isValid('doc')}`, ['{}']);
  expect(typed).toEqual([[false]]);
});

test('a list has texts, at least one, each with so many characters; plain ones are taken fast', async () => {
  await expectCases(listSql({ kind: 'list', maxLength: 3 }, 'json_type(doc)'), [
    ['["a"]', 'fast'],
    ['["abc","!~","[]"]', 'fast'],
    ['["abcd"]', 'invalid'],
    ['["abc","abcd"]', 'invalid'],
    ['["abcd","abc"]', 'invalid'],
    ['["한한한"]', 'valid'],
    ['["한한한한"]', 'invalid'],
    ['[" a "]', 'valid'],
    ['["a\\"b"]', 'valid'],
    ['["a\\\\b"]', 'valid'],
    ['[""]', 'invalid'],
    ['[" "]', 'invalid'],
    ['["a",""]', 'invalid'],
    ['["a",null]', 'invalid'],
    ['["a",1]', 'invalid'],
    ['["a",["b"]]', 'invalid'],
    ['[]', 'invalid'],
    ['{"a":1}', 'invalid'],
    ['"a"', 'invalid'],
    ['1', 'invalid'],
  ]);
  const typed = await rowsOf(`${listSql({ kind: 'list', maxLength: 3 }, "'VARCHAR'").isValid('doc')}`, ['["a"]']);
  expect(typed).toEqual([[false]]);
});

test('a text of a list that is taken fast has a hundred characters at most, whatever may be in it', async () => {
  await expectCases(listSql({ kind: 'list', maxLength: 200 }, 'json_type(doc)'), [
    [`["${'x'.repeat(100)}"]`, 'fast'],
    [`["${'x'.repeat(101)}"]`, 'valid'],
    [`["${'x'.repeat(200)}"]`, 'valid'],
    [`["${'x'.repeat(201)}"]`, 'invalid'],
  ]);
});

test('the text of a field is its JSON; of a string what it says, trimmed, and nothing where that is empty', async () => {
  const documents = ['{"a": 1}', '[1, "b"]', '" a\\"b "', '"{}"', '""', '" "', '1.50', 'true'];
  expect(await rowsOf(documentText('doc'), documents)).toEqual(
    ['{"a":1}', '[1,"b"]', 'a"b', '{}', null, null, '1.5', 'true'].map((text) => [text]),
  );
});

test('every blank that a field may have at its ends is trimmed, and none within', async () => {
  for (const blank of [' ', '\t', '\u00a0', '\u3000', '\ufeff']) {
    const found = await connection.runAndReadAll(
      `select ${trimSql('field')} from (values (${literal(`${blank}a${blank}b${blank}`)}), (${literal(blank)}), ('')) fields (field)`,
    );
    expect(found.getRowsJson()).toEqual([[`a${blank}b`], [null], [null]]);
  }
});

test('objects and lists are documents, and nothing else is', () => {
  expect(isDocument({ kind: 'json', maxBytes: 9 })).toBe(true);
  expect(isDocument({ kind: 'list', maxLength: 9 })).toBe(true);
  expect(isDocument({ kind: 'text', maxLength: 9 })).toBe(false);
  expect(isDocument({ kind: 'boolean' })).toBe(false);
});
