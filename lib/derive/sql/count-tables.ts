/** The parts of a statement that counts tables in one row: CTEs, the columns `<name>_rows`, and joins of the CTEs. */
export function countTables(tables: readonly { name: string; table: string }[]): {
  ctes: string;
  columns: string;
  joins: string;
} {
  const ctes = tables.map(
    ({ name, table }) => `${name}_count as (
  select count(*) as row_count
  from ${table}
)`,
  );
  return {
    ctes: ctes.join(',\n\n'),
    columns: tables.map(({ name }) => `  ${name}_count.row_count as ${name}_rows`).join(',\n'),
    joins: tables.map(({ name }) => `cross join ${name}_count`).join('\n'),
  };
}
