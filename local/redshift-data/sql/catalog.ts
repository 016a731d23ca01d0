import type { Access } from './access.ts';
import type { Masking } from './masking.ts';
import { SqlError } from './sql-error.ts';
import type { Principal, TableName } from './syntax.ts';
import type { RsType } from './types.ts';

/** Schema of unqualified names, after the session's temporary tables. */
export const defaultSchema = 'public';
/** Where the endpoint keeps its own tables; never visible to statements. */
export const ownSchema = 'redshift_data_api';

/** `fallback` is the column's DEFAULT in DuckDB's SQL. */
export type CatalogColumn = { name: string; type: RsType; notNull: boolean; fallback?: string };
export type Relation = {
  /** Undefined for a temporary table. */
  schema?: string;
  name: string;
  kind: 'table' | 'view';
  columns: readonly CatalogColumn[];
  /** Of a view: its query in Redshift's SQL with stars written out. Without one another program made the view. */
  query?: string;
  /** Of a view: keys of what it reads. */
  uses?: readonly string[];
};

/** The schemas, relations, principals, rights and masks one transaction sees, with their Redshift types. */
export class Catalog {
  readonly schemas: Set<string>;
  readonly principals: Set<string>;
  readonly access: Access;
  readonly masking: Masking;
  /** What the caller calls the one database there is. */
  database = 'dev';
  private readonly relations: Map<string, Relation>;

  constructor(
    schemas: Iterable<string>,
    relations: Iterable<Relation>,
    principals: Iterable<string>,
    access: Access,
    masking: Masking,
  ) {
    this.schemas = new Set(schemas);
    this.relations = new Map([...relations].map((relation) => [keyOf(relation), relation]));
    this.principals = new Set(principals);
    this.access = access;
    this.masking = masking;
  }

  /** A copy to change inside a transaction; `commit` takes what is left of it without its temporary tables. */
  copy(keepTemporary = false): Catalog {
    const kept = [...this.relations.values()].filter((relation) => keepTemporary || relation.schema !== undefined);
    const copy = new Catalog(this.schemas, kept, this.principals, this.access.copy(), this.masking.copy());
    copy.database = this.database;
    return copy;
  }

  list(): Relation[] {
    return [...this.relations.values()];
  }

  find(table: TableName): Relation | undefined {
    this.requireDatabase(table.database);
    if (table.schema !== undefined) return this.relations.get(keyOf(table));
    return this.relations.get(keyOf(table)) ?? this.relations.get(keyOf({ schema: defaultSchema, name: table.name }));
  }

  /** The relation of that name; fails in Redshift's words. */
  get(table: TableName): Relation {
    const relation = this.find(table);
    if (relation !== undefined) return relation;
    if (table.schema !== undefined) this.requireSchema(table.schema);
    throw new SqlError(`relation "${formatTable(table)}" does not exist`);
  }

  /** The views that read a relation themselves. */
  usersOf(relation: Relation): Relation[] {
    const key = keyOf(relation);
    return this.list().filter((other) => other.uses?.includes(key));
  }

  /** A table; `refusal` is what Redshift says of a view in its place. */
  getTable(table: TableName, refusal?: string): Relation {
    const relation = this.get(table);
    if (relation.kind === 'table') return relation;
    const name = formatTable(relation);
    throw new SqlError(refusal === undefined ? `"${name}" is not a table: it is a view` : `${refusal} "${name}"`);
  }

  /** A name may begin with the database; there is no other to be asked from here. */
  requireDatabase(database: string | undefined): void {
    if (database === undefined || database === this.database) return;
    throw new SqlError(`database "${database}" does not exist here: this connection is to "${this.database}"`);
  }

  requireSchema(schema: string): void {
    if (!this.schemas.has(schema)) throw new SqlError(`schema "${schema}" does not exist`);
  }

  put(relation: Relation): void {
    this.relations.set(keyOf(relation), relation);
  }

  remove(relation: Relation): void {
    this.relations.delete(keyOf(relation));
  }

  requirePrincipal(principal: Principal): void {
    if (!this.principals.has(principalKey(principal))) {
      throw new SqlError(`${principal.kind} "${principal.name}" does not exist`);
    }
  }
}

export function principalKey(principal: Principal): string {
  return `${principal.kind}:${principal.name}`;
}

export function formatTable(table: TableName): string {
  return table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
}

/** How a relation is written in DuckDB, always with its schema. */
export function sqlName(relation: { schema?: string; name: string }): string {
  const schema = relation.schema === undefined ? '"temp"."main"' : quoteName(relation.schema);
  return `${schema}.${quoteName(relation.name)}`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Key of a relation among all of a catalog. */
export function keyOf(table: { schema?: string; name: string }): string {
  return JSON.stringify([table.schema ?? null, table.name]);
}
