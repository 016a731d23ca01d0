import types from './mart-column-types.json' with { type: 'json' };

const known: Readonly<Record<string, Readonly<Record<string, string>>>> = types;

/**
 * The catalog's types of a mart's columns: those of its table in the warehouse, which UNLOAD writes. The list beside this file is
 * written from the migrations in sql/ddl by `npm run emit`; a test holds it equal.
 */
export function martColumnTypes(mart: string, columns: readonly string[]): string[] {
  return columns.map((column) => {
    const type = known[mart]?.[column];
    if (type !== undefined) return type;
    throw new Error(
      `lib/catalog/mart-column-types.json has no type of mart.${mart}.${column}, so that the catalog cannot name the mart: ` +
        'create the column in sql/ddl, then run npm run emit',
    );
  });
}
