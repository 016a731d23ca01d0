import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readSql, readStatements, sqlDirectory } from '../../lib/stages/warehouse/read-statements.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'paylake-sql-'));
  await mkdir(join(root, 'sql'));
  const write = (name: string, lines: string[]): Promise<void> => writeFile(join(root, 'sql', name), lines.join('\n'));
  await write('two.sql', ['-- what: two', '', 'select 1;', '  -- and', "select ';', '--' as text;  ", '']);
  await write('last.sql', ['select', '  2 -- the end of a line stays']);
  await write('copy.sql', ["copy x from '{{place}}' iam_role '{{role}}'", "-- '{{nothing}}'", ';']);
  vi.stubEnv('LAMBDA_TASK_ROOT', root);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

test('statements of the files, in order; comments on lines of their own are left out, what stands in a text is kept', () => {
  expect(readStatements(['two.sql', 'last.sql'])).toEqual([
    'select 1',
    "select ';', '--' as text",
    'select\n  2 -- the end of a line stays',
  ]);
});

test('places and ARNs are filled in, each wherever it is named', () => {
  const literals = { place: 's3://bucket/a=1/b_c-d.json', role: 'arn:aws:iam::111111111111:role/Copy', spare: 'x' };
  expect(readStatements(['copy.sql'], literals)).toEqual([
    "copy x from 's3://bucket/a=1/b_c-d.json' iam_role 'arn:aws:iam::111111111111:role/Copy'",
  ]);
});

test('a literal that is missing, or could end the text it stands in, is refused by name and file', () => {
  expect(() => readStatements(['copy.sql'], { place: 's3://b' })).toThrow('sql/copy.sql wants {{role}}');
  for (const role of ["a' or 'b", 'a;b', '', 'a b', 'a\nb', '{{place}}']) {
    expect(() => readStatements(['copy.sql'], { place: 's3://b', role })).toThrow(
      `sql/copy.sql: "${role}" may not stand for {{role}}`,
    );
  }
});

test('outside of a function the SQL is the repository’s', () => {
  vi.stubEnv('LAMBDA_TASK_ROOT', undefined);
  expect(sqlDirectory()).toMatch(/\/sql$/);
  expect(readSql('ddl/001_schemas.sql')).toContain('create schema');
  vi.stubEnv('LAMBDA_TASK_ROOT', root);
  expect(sqlDirectory()).toBe(join(root, 'sql'));
});
