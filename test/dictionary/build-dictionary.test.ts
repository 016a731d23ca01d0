import { describe, expect, it } from 'vitest';
import { datasets } from '../../lib/datasets/index.ts';
import { martGroups } from '../../lib/datasets/mart-groups.ts';
import { buildDictionary } from '../../lib/dictionary/build-dictionary.ts';
import { describeTables } from '../../lib/dictionary/describe-tables.ts';
import { hiddenTables } from '../../lib/dictionary/shared-tables.ts';
import { readDictionary } from '../../lib/lineage/sql/read-dictionary.ts';
import { catalog, lineage } from '../lineage/lineage.ts';
import { declaredColumns } from '../sql/sql-files.ts';
import { privilegesGranted } from '../sql/tables-used.ts';

const dictionary = readDictionary(catalog, lineage);
const columnOf = (table: string, column: string) =>
  dictionary.find(({ name }) => name === table)?.columns.find(({ name }) => name === column);

describe('the dictionary', () => {
  it('has exactly the tables and views that people may read', () => {
    const readable = [...privilegesGranted('paylake_reader')].filter(([, rights]) => rights.has('select'));
    expect(dictionary.map(({ name }) => name).sort()).toEqual(readable.map(([name]) => name).sort());
    for (const hidden of hiddenTables) expect(readable.map(([name]) => name)).not.toContain(hidden);
  });

  it('says of every column what it means, in a sentence', () => {
    const columns = dictionary.flatMap(({ name, columns: all }) => all.map((column) => ({ table: name, ...column })));
    expect(columns.length).toBeGreaterThan(190);
    const wordless = columns.filter(({ meaning }) => !/^[A-Za-z0-9].{5,}\.$/.test(meaning));
    expect(wordless.map(({ table, name }) => `${table}.${name}`)).toEqual([]);
  });

  it('has the types of the tables as the DDL declares them', () => {
    const tables = dictionary.filter(({ name, kind }) => kind === 'table' && name !== 'ops.touched_dates');
    for (const { name, columns } of tables)
      expect(columns.map((column) => [column.name, column.type])).toEqual(
        declaredColumns(name).map((column) => [column.name, column.type]),
      );
    // One that was added later, and one that the binder found.
    expect(columnOf('ops.touched_dates', 'is_closed')?.type).toBe('boolean');
    expect(columnOf('mart.mcc_mix_monthly', 'share')?.type).toBe('decimal(30, 6)');
  });

  it('says how a column is computed, and of a copy nothing', () => {
    expect(columnOf('mart.sales_daily', 'net_amount')?.formula).toBe(
      'sum(case when is_refund then -amount else amount end)',
    );
    expect(columnOf('mart.sales_daily', 'mcc')?.formula).toBeUndefined();
    // Loads add to it; what it is stands in the migration that filled it.
    expect(columnOf('core.mcc_total', 'row_count')?.formula).toBe('count(*)');
    expect(columnOf('mart.authorization_daily', 'declined_count')?.formula).toBe(
      "sum(case when not is_refund and status = 'declined' then 1 else 0 end)",
    );
  });
});

describe('a column is classified', () => {
  it.each([
    ['core.fact_transactions', 'card_id', 'pseudonym'],
    ['core.fact_transactions', 'source_file', 'lineage'],
    ['core.card_total', 'customer_id', 'pseudonym'],
    ['core.dim_customer', 'customer_id', 'pseudonym'],
    ['mart.rfm_customer', 'customer_id', 'pseudonym'],
    ['mart.rfm_customer', 'segment', 'business'],
    ['mart.user_total', 'user_id', 'pseudonym'],
    ['mart.merchant_daily', 'net_amount', 'business'],
    ['ops.restated_rows', 'source_line', 'lineage'],
    ['ops.load_ledger', 'run_id', 'lineage'],
  ])('%s.%s: %s', (table, column, classification) => {
    expect(columnOf(table, column)?.classification).toBe(classification);
  });

  it('as the strictest of what can be seen in it: of persons that are counted none', () => {
    expect(columnOf('mart.merchant_daily', 'customer_count')).toMatchObject({
      classification: 'business',
      from: ['core.fact_transactions.customer_id'],
    });
  });
});

describe('what is forgotten is refused', () => {
  const relation = { name: 'mart.other', kind: 'table' as const, columns: [{ name: 'day', type: 'date' }] };
  const build = (columns: Record<string, string>, name = relation.name) =>
    buildDictionary({
      relations: [relation],
      descriptions: [{ name, grain: 'day', columns }],
      lineage: new Map(),
      classify: () => 'business',
      strategyOf: () => 'view',
    });

  it('a table, a column without a meaning, a meaning without a column, another order', () => {
    expect(build({ day: 'The day.' })).toHaveLength(1);
    expect(() => build({ day: 'The day.' }, 'mart.another')).toThrow(/nothing says what mart\.other is/);
    expect(() => build({})).toThrow(/mart\.other\.day has no meaning/);
    expect(() => build({ day: 'The day.', hour: 'The hour.' })).toThrow(/mart\.other\.hour has no meaning, or stands/);
    const descriptions = describeTables(Object.values(datasets), Object.values(martGroups));
    expect(descriptions.length).toBe(dictionary.length);
  });
});
