import { validationError } from '../api-error.ts';
import type { Relation } from '../sql/catalog.ts';
import { isText, type RsType } from '../sql/types.ts';
import type { ApiCall, Operation } from './operation.ts';
import { readPage } from './read-page.ts';

const maxResults = 1000;

/** ListDatabases: the endpoint has one, under whatever name it is asked for. */
export const listDatabases: Operation = (call) => {
  const database = call.body.text('Database') ?? 'dev';
  return { members: { Databases: [database] }, workgroup: requireWorkgroup(call) };
};

/** ListSchemas. */
export const listSchemas: Operation = (call) => {
  const workgroup = requireWorkgroup(call);
  call.body.requiredText('Database');
  const matches = likePattern(call.body.text('SchemaPattern'));
  const schemas = [...call.executor.catalog.schemas].filter(matches).sort();
  const { items, next } = readPage(call.body, schemas, maxResults, (name) => name);
  return { members: { Schemas: items, NextToken: next }, workgroup };
};

/** ListTables: tables and views. */
export const listTables: Operation = (call) => {
  const workgroup = requireWorkgroup(call);
  call.body.requiredText('Database');
  const schema = likePattern(call.body.text('SchemaPattern'));
  const table = likePattern(call.body.text('TablePattern'));
  const found = call.executor.catalog
    .list()
    .filter((relation) => schema(relation.schema ?? '') && table(relation.name))
    .map((relation) => ({ name: relation.name, schema: relation.schema, type: relation.kind.toUpperCase() }))
    .sort((a, b) => `${a.schema}.${a.name}`.localeCompare(`${b.schema}.${b.name}`, 'en'));
  const { items, next } = readPage(call.body, found, maxResults, (item) => `${item.schema}.${item.name}`);
  return { members: { Tables: items, NextToken: next }, workgroup };
};

/** DescribeTable: the columns of one table, without a schema of all tables of that name; an unknown one has none. */
export const describeTable: Operation = (call) => {
  const workgroup = requireWorkgroup(call);
  call.body.requiredText('Database');
  const name = call.body.requiredText('Table');
  const schema = call.body.text('Schema');
  const found = call.executor.catalog
    .list()
    .filter((relation) => relation.name === name && (schema === undefined || relation.schema === schema));
  const columns = found.flatMap(describeColumns);
  const { items, next } = readPage(call.body, columns, maxResults, (column) => `${column.schemaName}.${column.name}`);
  return { members: { TableName: name, ColumnList: items, NextToken: next }, workgroup };
};

function describeColumns(relation: Relation) {
  return relation.columns.map(({ name, type, notNull, fallback }) => ({
    name,
    label: name,
    schemaName: relation.schema,
    tableName: relation.name,
    typeName: type.name === 'char' ? 'bpchar' : type.name,
    nullable: notNull ? 0 : 1,
    columnDefault: fallback,
    ...digits(type),
  }));
}

function digits(type: RsType): { precision: number; scale: number; length: number } {
  if (type.name === 'numeric') return { precision: type.precision, scale: type.scale, length: type.precision };
  return { precision: 0, scale: 0, length: isText(type) ? type.length : 0 };
}

function requireWorkgroup({ body }: ApiCall): string {
  body.refuse('ClusterIdentifier', 'ConnectedDatabase');
  const workgroup = body.text('WorkgroupName');
  if (workgroup === undefined) throw validationError('WorkgroupName must be provided');
  return workgroup;
}

// % and _ as in LIKE.
function likePattern(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const escaped = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  const regex = new RegExp(`^${escaped}$`, 's');
  return (name) => regex.test(name);
}
