import type { Identity } from './access.ts';
import { type Catalog, databaseName, quoteText, type Relation } from './catalog.ts';
import { maskingViews } from './masking-views.ts';
import type { BindContext, ScopeColumn } from './scope.ts';
import { refuse } from './sql-error.ts';
import type { TableName } from './syntax.ts';
import { duckType, formatType, int4, isText, type RsType, text, varchar } from './types.ts';

const name = varchar(128);

export type Cell = string | number | null;
export type View = {
  columns: Record<string, RsType>;
  rows: (catalog: Catalog, asking: Identity | undefined) => Cell[][];
};

const tableRows: View['rows'] = (catalog) =>
  permanent(catalog).map((relation) => [databaseName, relation.schema ?? '', relation.name, tableType(relation), null]);

const columnRows: View['rows'] = (catalog) =>
  permanent(catalog).flatMap((relation) =>
    relation.columns.map(({ name, type, notNull }, i) => [
      databaseName,
      relation.schema ?? '',
      relation.name,
      name,
      i + 1,
      notNull ? 'NO' : 'YES',
      formatType(type).replace(/\(.*/, ''),
      isText(type) ? type.length : null,
      type.name === 'numeric' ? type.precision : null,
      type.name === 'numeric' ? type.scale : null,
    ]),
  );

const tables: View = {
  columns: { table_catalog: name, table_schema: name, table_name: name, table_type: name, remarks: varchar(256) },
  rows: tableRows,
};

const columns: View = {
  columns: {
    table_catalog: name,
    table_schema: name,
    table_name: name,
    column_name: name,
    ordinal_position: int4,
    is_nullable: varchar(3),
    data_type: name,
    character_maximum_length: int4,
    numeric_precision: int4,
    numeric_scale: int4,
  },
  rows: columnRows,
};

const viewTexts: View = {
  columns: {
    table_catalog: name,
    table_schema: name,
    table_name: name,
    view_definition: text,
    check_option: name,
    is_updatable: varchar(3),
  },
  rows: (catalog) =>
    permanent(catalog)
      .filter(({ kind }) => kind === 'view')
      .map(({ schema, name, query }) => [databaseName, schema ?? '', name, query ?? null, 'NONE', 'NO']),
};

const views: Record<string, View> = {
  ...maskingViews,
  svv_tables: tables,
  svv_columns: columns,
  'information_schema.tables': tables,
  'information_schema.columns': columns,
  'information_schema.views': viewTexts,
  svv_roles: { columns: { role_name: name }, rows: (catalog) => principals(catalog, 'role') },
  svv_user_info: { columns: { user_name: name }, rows: (catalog) => principals(catalog, 'user') },
};

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
  const literal = value === null ? 'null' : quoteText(String(value));
  return `cast(${literal} as ${duckType(type)})`;
}

function permanent(catalog: Catalog): Relation[] {
  return catalog.list().filter((relation) => relation.schema !== undefined);
}

function tableType(relation: Relation): string {
  return relation.kind === 'view' ? 'VIEW' : 'BASE TABLE';
}

function principals(catalog: Catalog, kind: 'role' | 'user'): string[][] {
  const prefix = `${kind}:`;
  return [...catalog.principals].filter((key) => key.startsWith(prefix)).map((key) => [key.slice(prefix.length)]);
}
