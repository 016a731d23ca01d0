import { adminUser, objects } from '../access.ts';
import { type Catalog, defaultSchema } from '../catalog.ts';
import { bool, float4, formatType, int2, int4, text, varchar } from '../types.ts';
import { name, oidOf, permanent, schemasOf, type View } from './system-view.ts';

const oid = int4;

function users(catalog: Catalog): string[] {
  const made = [...catalog.principals].filter((key) => key.startsWith('user:')).map((key) => key.slice('user:'.length));
  return [...new Set([adminUser, ...made])];
}

function ownerId(catalog: Catalog, object: string): number {
  return oidOf('user', catalog.access.ownerOf(object) ?? adminUser);
}

/** What PostgreSQL's catalog tells of schemas, relations, columns and users; oids join as they do there. */
export const postgresViews: Record<string, View> = {
  pg_database: {
    columns: { oid, datname: name },
    rows: (catalog) => [[oidOf('database', catalog.database), catalog.database]],
  },
  pg_namespace: {
    columns: { oid, nspname: name, nspowner: int4 },
    rows: (catalog) =>
      schemasOf(catalog).map((schema) => [oidOf('schema', schema), schema, ownerId(catalog, objects.schema(schema))]),
  },
  pg_class: {
    columns: {
      oid,
      relname: name,
      relnamespace: oid,
      relowner: int4,
      relkind: varchar(1),
      relnatts: int2,
      reltuples: float4,
    },
    rows: (catalog) =>
      permanent(catalog).map((relation) => [
        oidOf(relation.schema, relation.name),
        relation.name,
        oidOf('schema', relation.schema),
        ownerId(catalog, objects.relation(relation)),
        relation.kind === 'view' ? 'v' : 'r',
        relation.columns.length,
        null,
      ]),
  },
  pg_attribute: {
    columns: {
      attrelid: oid,
      attname: name,
      attnum: int2,
      attnotnull: bool,
      atthasdef: bool,
      attisdropped: bool,
      format_type: name,
    },
    rows: (catalog) =>
      permanent(catalog).flatMap((relation) =>
        relation.columns.map(({ name: column, type, notNull, fallback }, i) => [
          oidOf(relation.schema, relation.name),
          column,
          i + 1,
          String(notNull),
          String(fallback !== undefined),
          'false',
          formatType(type),
        ]),
      ),
  },
  // "Only returns information about tables that are visible to the user", by its search path.
  pg_table_def: {
    columns: {
      schemaname: name,
      tablename: name,
      column: name,
      type: name,
      encoding: varchar(32),
      distkey: bool,
      sortkey: int4,
      notnull: bool,
    },
    rows: (catalog) =>
      permanent(catalog)
        .filter(({ schema, kind }) => schema === defaultSchema && kind === 'table')
        .flatMap(({ schema, name: table, columns }) =>
          columns.map(({ name: column, type, notNull }) => [
            schema,
            table,
            column,
            formatType(type),
            'none',
            'false',
            0,
            String(notNull),
          ]),
        ),
  },
  pg_tables: {
    columns: { schemaname: name, tablename: name, tableowner: name },
    rows: (catalog) =>
      permanent(catalog)
        .filter(({ kind }) => kind === 'table')
        .map((table) => [table.schema, table.name, catalog.access.ownerOf(objects.relation(table)) ?? adminUser]),
  },
  pg_views: {
    columns: { schemaname: name, viewname: name, viewowner: name, definition: text },
    rows: (catalog) =>
      permanent(catalog)
        .filter(({ kind }) => kind === 'view')
        .map((view) => [
          view.schema,
          view.name,
          catalog.access.ownerOf(objects.relation(view)) ?? adminUser,
          view.query ?? null,
        ]),
  },
  pg_user: {
    columns: { usename: name, usesysid: int4, usesuper: bool },
    rows: (catalog) => users(catalog).map((user) => [user, oidOf('user', user), String(user === adminUser)]),
  },
};
