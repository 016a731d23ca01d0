import { expect, test } from 'vitest';
import type { Contract } from '../../lib/contracts/contract.ts';
import { datasets } from '../../lib/datasets/index.ts';
import { martGroups } from '../../lib/datasets/mart-groups.ts';
import { transactions } from '../../lib/datasets/transactions/index.ts';
import { emitGroupSql } from '../../lib/derive/emit-group-sql.ts';
import { emitSql } from '../../lib/derive/emit-sql.ts';
import { wrapList } from '../../lib/derive/sql/wrap-list.ts';
import { sqlFiles } from './sql-files.ts';

const emitted = [
  ...Object.values(datasets).flatMap((dataset) => [...emitSql(dataset)]),
  ...Object.values(martGroups).flatMap((group) => [...emitGroupSql(group)]),
];

test.each(emitted)('sql/%s is what the registration says: npm run emit writes it', (path, text) => {
  expect(sqlFiles.find((file) => file.path === path)?.text).toBe(text);
});

test('a contract with two measures and one key column is read off the SQL', () => {
  const { contract } = transactions;
  const two: Contract = {
    ...contract,
    key: ['transaction_id'],
    measures: [
      { name: 'amount', column: 'amount', isMoney: true, unit: { column: 'currency' } },
      { name: 'weight', column: 'amount', isMoney: false, unit: { constant: 'kg' }, negativeWhen: 'is_refund' },
    ],
  };
  const sql = emitSql({ ...transactions, contract: two, fact: 'core.fact_other' });
  const checks = sql.get('transactions/fact/check_totals.sql') ?? '';
  expect(checks).toContain("    'weight' as measure,\n    'kg' as unit,");
  expect(checks).toContain('sum(case when is_refund then -amount else amount end)');
  expect(checks).toContain('cast(sum(amount) as decimal(38, 8))');
  const change = sql.get('transactions/fact/change_fact.sql') ?? '';
  expect(change).toContain('delete from core.fact_other\n');
  expect(change).toContain('  and fact_other.transaction_id = fact_changes.transaction_id;');
});

test('a list fills its lines and never breaks a name', () => {
  const names = Array.from({ length: 40 }, (_, at) => `column_${'x'.repeat(at % 13)}`);
  const lines = wrapList(names, 4).split('\n');
  expect(lines.flatMap((line) => line.trim().replace(/,$/, '').split(', '))).toEqual(names);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(120);
  for (const [at, line] of lines.slice(0, -1).entries())
    expect(line.length + 1 + (lines[at + 1]?.trim().split(' ')[0]?.length ?? 0)).toBeGreaterThan(120);
});
