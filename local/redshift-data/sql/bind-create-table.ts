import { assignSql } from './assign.ts';
import { bindExpression } from './bind-expression.ts';
import { bindQuery, requireUnique } from './bind-query.ts';
import type { Bound } from './bound.ts';
import {
  type CatalogColumn,
  defaultSchema,
  formatTable,
  quoteName,
  quoteText,
  type Relation,
  sqlName,
} from './catalog.ts';
import { requireDatabase, requireRelation, requireSchema } from './require-access.ts';
import { type BindContext, createScope } from './scope.ts';
import { refuse, SqlError } from './sql-error.ts';
import type { ColumnDefinition, CreateTable } from './syntax.ts';
import { duckType, formatType, isText } from './types.ts';

/** A new table and the DuckDB SQL that makes it; undefined if it exists and may. */
export function bindCreateTable(
  statement: CreateTable,
  context: BindContext,
): { sql: string; relation: Relation } | undefined {
  const { table, temporary, definition } = statement;
  const schema = temporary ? undefined : (table.schema ?? defaultSchema);
  if (schema === undefined) requireDatabase(context, 'temp');
  else {
    context.catalog.requireSchema(schema);
    requireSchema(context, schema, 'create');
  }
  const existing = context.catalog.find({ schema, name: table.name });
  if (existing !== undefined && existing.schema === schema) {
    if (statement.ifNotExists) return undefined;
    throw new SqlError(`Relation "${formatTable(table)}" already exists`);
  }
  const name = sqlName({ schema, name: table.name });
  const create = `create ${temporary ? 'temp ' : ''}table ${name}`;
  if (definition.kind === 'as') {
    const { columns, select } = bindSource(definition, context);
    return { sql: `${create} as ${select}`, relation: { schema, name: table.name, kind: 'table', columns } };
  }
  const columns =
    definition.kind === 'columns'
      ? definition.columns.map((column) => bindColumn(column, context))
      : likeColumns(definition, context);
  requireUnique(
    columns.map((column) => column.name),
    `table "${formatTable(table)}"`,
  );
  const list = columns.map(columnSql).join(', ');
  return { sql: `${create} (${list})`, relation: { schema, name: table.name, kind: 'table', columns } };
}

/** A column of a definition with its DEFAULT in DuckDB's SQL. */
export function bindColumn(definition: ColumnDefinition, context: BindContext): CatalogColumn {
  const { name, type, notNull, fallback } = definition;
  const column: CatalogColumn = { name, type, notNull };
  if (fallback === undefined) return column;
  const value = bindExpression(fallback, createScope(context, new Map()));
  return { ...column, fallback: isText(type) ? textDefault(value, column, type.length) : assignSql(value, column) };
}

// A plain literal: DuckDB's ADD COLUMN takes a constant, where it would rewrite the table for an expression.
function textDefault(value: Bound, column: CatalogColumn, length: number): string {
  if (value.literal === undefined) throw refuse(`the DEFAULT of column "${column.name}"`, 'write a string literal');
  if (value.literal === null) return 'null';
  const bytes = Buffer.byteLength(value.literal);
  if (bytes > length || (column.type.name === 'char' && bytes !== length)) {
    throw new SqlError(`the DEFAULT of column "${column.name}" does not fit ${formatType(column.type)}`);
  }
  return quoteText(value.literal);
}

/** A column as DuckDB's CREATE TABLE takes it. */
export function columnSql(column: CatalogColumn): string {
  const notNull = column.notNull ? ' not null' : '';
  const fallback = column.fallback === undefined ? '' : ` default (${column.fallback})`;
  return `${quoteName(column.name)} ${duckType(column.type)}${notNull}${fallback}`;
}

function likeColumns(
  { table, defaults }: CreateTable['definition'] & { kind: 'like' },
  context: BindContext,
): CatalogColumn[] {
  const relation = context.catalog.getTable(table);
  requireRelation(context, relation, 'select');
  return relation.columns.map((column) => (defaults ? column : { ...column, fallback: undefined }));
}

function bindSource(
  definition: CreateTable['definition'] & { kind: 'as' },
  context: BindContext,
): { columns: CatalogColumn[]; select: string } {
  const query = bindQuery(definition.query, createScope(context, new Map()));
  const names = definition.columns ?? query.columns.map((column) => column.name);
  if (names.length !== query.columns.length) {
    throw new SqlError(`CREATE TABLE AS specifies ${names.length} column names for ${query.columns.length} columns`);
  }
  requireUnique(names, 'CREATE TABLE AS');
  const columns = query.columns.map((column, i): CatalogColumn => {
    return { name: names[i] ?? column.name, type: column.type, notNull: false };
  });
  const items = columns.map((column, i) => `cast("c${i}" as ${duckType(column.type)}) as ${quoteName(column.name)}`);
  const aliases = columns.map((_, i) => `"c${i}"`);
  return { columns, select: `select ${items.join(', ')} from (${query.sql}) as "q"(${aliases.join(', ')})` };
}
