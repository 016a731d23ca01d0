import { quoteText } from '../catalog.ts';
import type { BindContext, ScopeColumn } from '../scope.ts';
import { refuse } from '../sql-error.ts';
import type { TableName } from '../syntax.ts';
import { duckType, type RsType } from '../types.ts';
import { accessViews } from './access-views.ts';
import { maskingViews } from './masking-views.ts';
import { postgresViews } from './postgres-views.ts';
import { type Cell, name, type View } from './system-view.ts';
import { tableViews } from './table-views.ts';

const views: Record<string, View> = { ...tableViews, ...postgresViews, ...accessViews, ...maskingViews };

/** A catalog view as a derived table over what the endpoint knows; the others are refused by name. */
export function systemRelation(
  table: TableName,
  { catalog, caller }: BindContext,
): { sql: string; columns: ScopeColumn[] } | undefined {
  const schema = table.schema === 'pg_catalog' ? undefined : table.schema;
  const full = schema === undefined ? table.name : `${schema}.${table.name}`;
  const view = views[full];
  if (view === undefined) {
    if (/^(information_schema\.|(svv|svl|stl|stv|sys|pg)_)/.test(full)) throw refuse(`the system view ${full}`);
    return undefined;
  }
  const types = Object.entries(view.columns);
  const rows = view.rows(catalog, caller?.identity);
  const values = rows.map((row) => `(${row.map((value, i) => valueSql(value, types[i]?.[1] ?? name)).join(', ')})`);
  const empty = `select ${types.map(() => 'null').join(', ')} where false`;
  const source = rows.length === 0 ? `(${empty})` : `(values ${values.join(', ')})`;
  const columns = types.map(([column, type]) => ({ name: column, type, nullable: true }));
  return { sql: source, columns };
}

function valueSql(value: Cell, type: RsType): string {
  const sql = value === null ? 'null' : typeof value === 'object' ? value.sql : quoteText(String(value));
  return `cast(${sql} as ${duckType(type)})`;
}
