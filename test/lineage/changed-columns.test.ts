import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Traced } from '../../lib/lineage/source.ts';
import { readWarehouse } from '../../lib/lineage/sql/read-warehouse.ts';
import { traceQuery } from '../../lib/lineage/sql/trace-query.ts';
import { readStatements } from '../../lib/stages/warehouse/read-statements.ts';
import { columnSql } from '../../local/redshift-data/sql/bind-create-table.ts';
import { bindQuery } from '../../local/redshift-data/sql/bind-query.ts';
import { formatTable, type Relation, sqlName } from '../../local/redshift-data/sql/catalog.ts';
import { parseStatement } from '../../local/redshift-data/sql/parse-statement.ts';
import { createScope } from '../../local/redshift-data/sql/scope.ts';
import type { Query } from '../../local/redshift-data/sql/syntax.ts';
import { date, varchar } from '../../local/redshift-data/sql/types.ts';
import { openDuckDB } from '../open-duckdb.ts';
import { lineage } from './lineage.ts';

/*
 * The law: a column that the lineage does not name can change as it will, and no value of the column it is about changes. So what
 * the tracer forgets, the marts' own SQL shows, over random rows in DuckDB.
 */

const catalog = readWarehouse();
const column = (name: string, type: typeof date) => ({ name, type, notNull: false });
catalog.put({ name: 'control_totals', kind: 'table', columns: [column('event_date', date)] });
const touched = ['user_id', 'quote_currency'].map((name) => column(name, varchar(64)));
catalog.put({ name: 'touched_users', kind: 'table', columns: touched });

const targets = [...lineage.values()]
  .filter(({ name }) => /^(mart\.|core\.dim_)/.test(name) && name !== 'core.dim_date')
  .map(({ name, file = '' }) => ({ name, query: queryOf(file) }));

function queryOf(file: string): Query {
  for (const statement of readStatements([file]).map(parseStatement)) {
    if (statement.kind === 'createView') return statement.query;
    if (statement.kind === 'insert' && statement.source.kind === 'query') return statement.source.query;
  }
  throw new Error(`${file} builds nothing`);
}

const rights = { user: 'admin', roles: [], isSuperuser: true };
const statementTime = '2025-09-20 00:00:00.000';
const caller = { statementTime, transactionTime: statementTime, identity: rights, identify: () => rights };
const context = { catalog, parameters: new Map<string, string>(), rights, caller };

/** Few values of a kind, so that rows meet; those that the SQL asks for are among them. */
function valueSql({ name, type }: Relation['columns'][number]): fc.Arbitrary<string> {
  const text = (...values: string[]) => fc.constantFrom(...values.map((value) => `'${value}'`));
  if (name === 'status') return text('approved', 'declined');
  if (name === 'side') return text('BUY', 'SELL');
  if (name === 'dataset') return text('transactions', 'trades');
  // An as-of date is not before a first success; months have ended by it; the calendar begins in 2000.
  if (name === 'to_date') return text('2025-09-30', '2025-10-31');
  if (name === 'month') return text('2025-08-01', '2025-09-01');
  if (name === 'calendar_date') return text('2000-01-01', '2000-02-01');
  switch (type.name) {
    case 'bool':
      return fc.constantFrom('true', 'false');
    case 'date':
      return text('2025-05-01', '2025-08-31', '2025-09-01');
    case 'timestamp':
      return text('2025-09-01 01:00:00', '2025-09-01 02:00:00');
    case 'varchar':
      return text('a', 'b');
    default:
      return fc.integer({ min: 1, max: 4 }).map(String);
  }
}

let connection: DuckDBConnection;
let close: () => void;
const tables = catalog.list().filter(({ kind }) => kind === 'table');
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
  for (const schema of ['core', 'mart', 'ops']) await connection.run(`create schema ${schema}`);
  for (const table of tables) {
    const columns = table.columns.map((each) => columnSql({ ...each, fallback: undefined, notNull: false }));
    await connection.run(`create ${table.schema ? '' : 'temp '}table ${sqlName(table)} (${columns.join(', ')})`);
  }
});
afterAll(() => close());

/** The values of every column, sorted: which of them stand in one row is not asked. */
async function valuesOf(query: Query): Promise<Map<string, string>> {
  const { sql, columns } = bindQuery(query, createScope(context, new Map()));
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  return new Map(columns.map(({ name }, at) => [name, JSON.stringify(rows.map((row) => String(row[at])).sort())]));
}

function traceOf(query: Query): { traced: Traced; read: Relation[] } {
  const read = new Map<string, Relation>();
  const find = (table: { schema?: string; name: string }): Traced => {
    const relation = catalog.get(table);
    const name = formatTable(relation);
    read.set(name, relation);
    const columns = relation.columns.map((each) => each.name);
    return {
      columns: columns.map((own) => ({ name: own, sources: [{ table: name, column: own, use: 'identity' }] })),
      rows: [],
    };
  };
  return { traced: traceQuery(query, { find, ctes: new Map() }), read: [...read.values()] };
}

describe('a column that is not named may change', () => {
  it.each(targets)('$name', async ({ query }) => {
    const { traced, read } = traceOf(query);
    const sources = read.flatMap((relation) => relation.columns.map((own) => ({ relation, own })));
    const rows = fc.tuple(
      ...read.map((relation) => fc.array(fc.tuple(...relation.columns.map(valueSql)), { minLength: 3, maxLength: 6 })),
    );
    const change = fc
      .constantFrom(...sources)
      .chain(({ relation, own }) =>
        fc.record({ relation: fc.constant(relation), own: fc.constant(own), value: valueSql(own) }),
      );
    let isFilled = false;
    await fc.assert(
      fc.asyncProperty(rows, change, async (filled, { relation, own, value }) => {
        for (const [at, table] of read.entries()) {
          const values = filled[at]?.map((row) => `(${row.join(', ')})`).join(', ');
          await connection.run(`delete from ${sqlName(table)}; insert into ${sqlName(table)} values ${values}`);
        }
        const before = await valuesOf(query);
        isFilled ||= [...before.values()].some((values) => values !== '[]');
        await connection.run(`update ${sqlName(relation)} set "${own.name}" = ${value}`);
        const after = await valuesOf(query);
        const isNamed = ({ table, column: name }: { table: string; column: string }): boolean =>
          table === formatTable(relation) && name === own.name;
        for (const { name, sources: from } of traced.columns) {
          if ([...from, ...traced.rows].some(isNamed)) continue;
          expect([name, formatTable(relation), own.name, after.get(name)]).toEqual([
            name,
            formatTable(relation),
            own.name,
            before.get(name),
          ]);
        }
      }),
      { numRuns: 30 },
    );
    // A law over nothing holds.
    expect(isFilled).toBe(true);
  });
});
