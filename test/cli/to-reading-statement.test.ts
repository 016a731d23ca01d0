import { expect, test } from 'vitest';
import { toReadingStatement } from '../../lib/operate/query/to-reading-statement.ts';

test.for([
  ['as it is', 'select 1', 'select 1'],
  ['without a last semicolon', ' select 1 ; ', ' select 1'],
  ['with comments before it, and none behind it', '-- why\nselect 1; -- done', '-- why\nselect 1'],
  [
    'with a block comment before it',
    '/* drop */ with a as (select 1) select * from a',
    '/* drop */ with a as (select 1) select * from a',
  ],
  [
    'with words that only look like writing',
    'select \'drop; table\', "insert" from a',
    'select \'drop; table\', "insert" from a',
  ],
  ['with two dashes in a text', "select '-- no comment' as a;", "select '-- no comment' as a"],
  ['with a quote in a comment', "-- it's\nselect 1", "-- it's\nselect 1"],
] as const)('a statement is taken %s', ([, text, statement]) => {
  expect(toReadingStatement(text)).toBe(statement);
});

test.for([
  ['nothing', ' -- only why\n;', /no statement/],
  ['two statements', 'select 1; select 2', /one statement/],
  ['a delete behind a comment', '-- select\ndelete from a', /delete/],
  ['a delete in a with', 'with a as (select 1) delete from b', /delete/],
  ['a table made by a select', 'select * into b from a', /into/],
  ['another verb', 'vacuum a', /only reads/],
] as const)('%s is refused', ([, text, message]) => {
  expect(() => toReadingStatement(text)).toThrow(message);
});

test.for(['show tables', ' SHOW  TABLES ;', '-- what is there\nshow tables'])('%j lists the tables', (text) => {
  expect(toReadingStatement(text)).toMatch(/^select .* from svv_tables/);
});
