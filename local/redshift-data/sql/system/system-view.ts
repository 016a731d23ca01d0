import { crc32 } from 'node:zlib';
import { type Identity, objects } from '../access.ts';
import type { Catalog, Relation } from '../catalog.ts';
import { type RsType, varchar } from '../types.ts';

/** A value; or DuckDB SQL that gives one. */
export type Cell = string | number | null | { sql: string };

/** A catalog view: its columns, and its rows out of what the endpoint knows, for who asks. */
export type View = {
  columns: Record<string, RsType>;
  rows: (catalog: Catalog, asking: Identity | undefined) => Cell[][];
};

/** The type of names in the catalog. */
export const name = varchar(128);

/** Relations that are there for everybody. */
export function permanent(catalog: Catalog): (Relation & { schema: string })[] {
  return catalog
    .list()
    .flatMap((relation) => (relation.schema === undefined ? [] : [{ ...relation, schema: relation.schema }]));
}

/** Those of them that somebody may do anything with. */
export function visible(catalog: Catalog, asking: Identity | undefined): (Relation & { schema: string })[] {
  const seen = asking && catalog.access.objectsOf(asking);
  return permanent(catalog).filter((relation) => seen === undefined || seen.has(objects.relation(relation)));
}

/** A number that stays the same for a name, as an oid is taken for. */
export function oidOf(...path: string[]): number {
  return crc32(JSON.stringify(path)) & 0x7fffffff;
}

/** What the endpoint's schemas are called, in order. */
export function schemasOf(catalog: Catalog): string[] {
  return [...catalog.schemas].sort();
}
