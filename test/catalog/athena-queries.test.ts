import { analyzeQuery, Dialect, parse } from '@polyglot-sql/sdk';
import { describe, expect, it } from 'vitest';
import { athenaQueries } from '../../lib/catalog/athena-queries.ts';
import { lakeTables } from '../../lib/catalog/lake-tables.ts';

const queries = athenaQueries();
const tables = new Map(lakeTables().map((table) => [table.name, table]));
/** Dialects of the second parser: Athena's own, and Redshift's for Spectrum. */
const dialects = [Dialect.Athena, Dialect.Redshift];

/** Tables and their columns that a query reads, by the second parser. */
function readsOf(sql: string): { tables: string[]; columns: string[] } {
  const { success, error, analysis } = analyzeQuery(sql, { dialect: Dialect.Athena });
  if (!success || !analysis) throw new Error(error);
  const upstream = analysis.projections.flatMap((projection) => projection.upstream);
  const columns = upstream.map(({ table, column }) => `${table}.${column}`);
  return { tables: analysis.baseTables.map(({ name }) => name), columns: [...new Set(columns)] };
}

describe('the second parser', () => {
  it.each(dialects)('refuses what is no %s', (dialect) => {
    for (const bad of ['select a from', 'select sum( from t', 'selec 1', 'select a from t group b'])
      expect([bad, parse(bad, dialect).success]).toEqual([bad, false]);
  });
});

describe('named queries', () => {
  it('are the five that analysts ask', () => {
    expect(queries.map(({ name }) => name)).toEqual([
      'approval_rate_by_mcc',
      'late_rows_by_ingest_date',
      'net_sales_by_day',
      'refunds_by_month',
      'top_merchants',
    ]);
    for (const { says } of queries) expect(says).toMatch(/^[a-z][^\n]{30,}$/);
  });

  it.each(queries)('$name is SQL of Athena and of Redshift', ({ sql }) => {
    for (const dialect of dialects) {
      const { success, error } = parse(sql, dialect);
      expect([dialect, success, error]).toEqual([dialect, true, null]);
    }
  });

  it.each(queries)('$name reads tables and columns that the lake has', ({ sql }) => {
    const reads = readsOf(sql);
    expect(reads.columns.length).toBeGreaterThan(1);
    expect(reads.tables.filter((table) => !tables.has(table))).toEqual([]);
    const known = [...tables.values()].flatMap(({ name, columns }) =>
      columns.map((column) => `${name}.${column.name}`),
    );
    expect(reads.columns.filter((column) => !known.includes(column))).toEqual([]);
  });

  it.each(queries)('$name over Silver names the partitions it reads', ({ sql }) => {
    for (const table of readsOf(sql).tables) {
      const { datePartition } = tables.get(table) ?? {};
      if (datePartition) expect(sql).toContain(`where ${datePartition} between ? and ?`);
    }
  });
});
