import { type Identity, objects } from '../access.ts';
import { type Catalog, type CatalogColumn, type Relation, sqlName } from '../catalog.ts';
import { formatType, int4, int8, isText, numeric, type RsType, text, varchar } from '../types.ts';
import { type Cell, name, oidOf, schemasOf, type View, visible } from './system-view.ts';

function viewOf(columns: Record<string, RsType>, rows: View['rows']): View {
  return { columns, rows };
}

function tableRows(catalog: Catalog, asking: Identity | undefined, kinds: { table: string; view: string }): Cell[][] {
  return visible(catalog, asking).map(({ schema, name: table, kind }) => [
    catalog.database,
    schema,
    table,
    kinds[kind],
    null,
  ]);
}

function columnRow(catalog: Catalog, relation: Relation, column: CatalogColumn, index: number): Cell[] {
  const { type, notNull } = column;
  return [
    catalog.database,
    relation.schema ?? '',
    relation.name,
    column.name,
    index + 1,
    notNull ? 'NO' : 'YES',
    formatType(type).replace(/\(.*/, ''),
    isText(type) ? type.length : null,
    type.name === 'numeric' ? type.precision : null,
    type.name === 'numeric' ? type.scale : null,
  ];
}

function columnRows(catalog: Catalog, asking: Identity | undefined): Cell[][] {
  return visible(catalog, asking).flatMap((relation) =>
    relation.columns.map((column, i) => columnRow(catalog, relation, column, i)),
  );
}

const columnFacts = {
  column_name: name,
  ordinal_position: int4,
  is_nullable: varchar(3),
  data_type: name,
  character_maximum_length: int4,
  numeric_precision: int4,
  numeric_scale: int4,
};
const standard = { table_catalog: name, table_schema: name, table_name: name };
const own = { database_name: name, schema_name: name, table_name: name };

const tables = viewOf({ ...standard, table_type: name, remarks: varchar(256) }, (catalog, asking) =>
  tableRows(catalog, asking, { table: 'BASE TABLE', view: 'VIEW' }),
);
const columns = viewOf({ ...standard, ...columnFacts }, columnRows);

// `table_acl` and the like stand there without content.
const ownTables = viewOf(
  { ...own, table_type: name, table_acl: varchar(128), remarks: varchar(256) },
  (catalog, asking) => tableRows(catalog, asking, { table: 'TABLE', view: 'VIEW' }).map((row) => [...row, null]),
);
const ownColumns = viewOf(
  { ...own, ...columnFacts, column_default: varchar(4000), column_acl: varchar(128), remarks: varchar(256) },
  (catalog, asking) =>
    visible(catalog, asking).flatMap((relation) =>
      relation.columns.map((column, i) => [
        ...columnRow(catalog, relation, column, i),
        column.fallback ?? null,
        null,
        null,
      ]),
    ),
);
const ownSchemas = viewOf(
  {
    database_name: name,
    schema_name: name,
    schema_owner: name,
    schema_type: name,
    schema_acl: varchar(128),
    schema_option: varchar(128),
  },
  (catalog) =>
    schemasOf(catalog).map((schema) => [catalog.database, schema, ownerOf(catalog, schema), 'local', null, null]),
);
const databases = viewOf(
  { database_name: name, database_owner: name, database_type: varchar(32), database_acl: varchar(128) },
  (catalog) => [[catalog.database, 'admin', 'local', null]],
);

function ownerOf(catalog: Catalog, schema: string): string {
  return catalog.access.ownerOf(objects.schema(schema)) ?? 'admin';
}

const schemata = viewOf({ catalog_name: name, schema_name: name, schema_owner: name }, (catalog) =>
  schemasOf(catalog).map((schema) => [catalog.database, schema, ownerOf(catalog, schema)]),
);

const viewTexts = viewOf(
  { ...standard, view_definition: text, check_option: name, is_updatable: varchar(3) },
  (catalog, asking) =>
    visible(catalog, asking)
      .filter(({ kind }) => kind === 'view')
      .map(({ schema, name: view, query }) => [catalog.database, schema, view, query ?? null, 'NONE', 'NO']),
);

// "Visible only to superusers", without empty tables; nothing is encoded, distributed or sorted here.
const tableInfo = viewOf(
  {
    database: name,
    schema: name,
    table_id: int4,
    table: name,
    encoded: varchar(10),
    diststyle: name,
    sortkey1: name,
    size: int8,
    pct_used: numeric(10, 4),
    unsorted: numeric(5, 2),
    stats_off: numeric(5, 2),
    tbl_rows: numeric(38, 0),
  },
  (catalog, asking) =>
    visible(catalog, asking)
      .filter(({ kind }) => kind === 'table' && asking?.isSuperuser === true)
      .map((relation) => [
        catalog.database,
        relation.schema,
        oidOf(relation.schema, relation.name),
        relation.name,
        'N',
        'AUTO(ALL)',
        null,
        null,
        null,
        null,
        null,
        { sql: `(select nullif(count(*), 0) from ${sqlName(relation)})` },
      ]),
);

/** The catalog views of schemas, tables and columns, by Redshift's and by the standard's names: of what the asker may touch. */
export const tableViews: Record<string, View> = {
  svv_tables: tables,
  svv_columns: columns,
  'information_schema.tables': tables,
  'information_schema.columns': columns,
  'information_schema.views': viewTexts,
  'information_schema.schemata': schemata,
  svv_redshift_databases: databases,
  svv_redshift_schemas: ownSchemas,
  svv_redshift_tables: ownTables,
  svv_redshift_columns: ownColumns,
  svv_all_schemas: ownSchemas,
  svv_all_tables: ownTables,
  svv_all_columns: ownColumns,
  svv_table_info: tableInfo,
};
