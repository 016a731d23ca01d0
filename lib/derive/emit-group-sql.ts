import type { MartGroup } from '../datasets/mart-group.ts';
import { countGroupSql } from './sql/count-group-sql.ts';
import { exportMartsSql } from './sql/export-marts-sql.ts';
import { takeLoadsSql } from './sql/take-loads-sql.ts';

/** The SQL files of a group of marts that follow from its registration, by their path under sql/. */
export function emitGroupSql(group: MartGroup): Map<string, string> {
  const folder = `cross/${group.name}`;
  return new Map([
    [`${folder}/take_loads.sql`, takeLoadsSql(group)],
    [`${folder}/gold/export_marts.sql`, exportMartsSql(group)],
    [`${folder}/gold/count_marts.sql`, countGroupSql(group)],
  ]);
}
