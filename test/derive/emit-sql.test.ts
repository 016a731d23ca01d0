import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/index.ts';
import { emitSql } from '../../lib/derive/emit-sql.ts';
import { exportMartsSql } from '../../lib/derive/sql/export-marts-sql.ts';
import { factNames } from '../../lib/derive/sql/fact-names.ts';

test('of a dataset everything that follows from its registration is written, under its own name', () => {
  const other = { ...transactions, contract: { ...transactions.contract, name: 'other' } };
  expect([...emitSql(other).keys()]).toEqual([
    'other/fact/copy_staged.sql',
    'other/fact/check_staged.sql',
    'other/fact/change_fact.sql',
    'other/fact/sums_before.sql',
    'other/fact/restatement.sql',
    'other/fact/check_totals.sql',
    'other/fact/check_keys.sql',
    'other/fact/check_values.sql',
    'other/gold/export_marts.sql',
    'other/gold/count_marts.sql',
  ]);
});

test.each([
  ['core.fact_trades', 'fact_trades'],
  ['lake.core.fact_trades', 'fact_trades'],
  ['fact_trades', 'fact_trades'],
])('the table of %s is %s', (fact, table) => {
  expect(factNames({ ...transactions, fact })).toMatchObject({ fact, table, staged: 'staged_transactions' });
});

test('an export names its columns on lines that fit, those below the first where it begins', () => {
  const [mart] = transactions.marts;
  if (!mart) throw new Error('no mart');
  const columns = Array.from({ length: 9 }, (_, at) => `column_${at}_${'x'.repeat(12)}`);
  const wide = Object.fromEntries(columns.map((column) => [column, 'Text.']));
  const sql = exportMartsSql({ ...transactions, marts: [{ ...mart, name: 'wide', columns: wide, order: ['a', 'b'] }] });
  const list = /'select ([^']*?)\n {3}from/.exec(sql)?.[1] ?? '';
  const lines = `  'select ${list}`.split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(120);
  for (const line of lines.slice(1)) expect(line).toMatch(/^ {3}column_/);
  expect(list.split(/,\s+/)).toEqual(columns);
  // As full as they may be.
  expect((lines[0]?.length ?? 0) + 1 + (lines[1]?.trim().split(' ')[0]?.length ?? 0)).toBeGreaterThan(120);
  expect(sql).toContain("\n   from mart.wide order by a, b'\n)\nto '{{gold}}/wide/{{run}}/");
});
