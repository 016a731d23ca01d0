import type { Column } from '../contracts/contract.ts';

/**
 * SQL of a hash of a row. A column that the contract has gained counts where it says something: of rows without it the hash is what it
 * was before there was such a column.
 */
export function rowHashSql(columns: readonly Column[]): string {
  const quote = ({ name }: Column): string => `"${name}"`;
  const versions = [...new Set(columns.flatMap(({ since }) => since ?? []))].sort((one, other) => one - other);
  let known = columns.filter(({ since }) => since === undefined).map(quote);
  let sql = `hash(${known.join(', ')})`;
  for (const version of versions) {
    const added = columns.filter(({ since }) => since === version).map(quote);
    known = [...known, ...added];
    sql = `case when ${added.map((name) => `${name} is null`).join(' and ')} then ${sql} else hash(${known.join(', ')}) end`;
  }
  return sql;
}
