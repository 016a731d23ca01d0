import type { Dataset } from '../datasets/dataset.ts';
import { checkKeysSql } from './sql/check-keys-sql.ts';
import { checkStagedSql } from './sql/check-staged-sql.ts';
import { checkTotalsSql } from './sql/check-totals-sql.ts';
import { copyStagedSql } from './sql/copy-staged-sql.ts';
import { countMartsSql } from './sql/count-marts-sql.ts';
import { exportMartsSql } from './sql/export-marts-sql.ts';
import { mergeFactSql } from './sql/merge-fact-sql.ts';

/** The SQL files of a dataset that follow from its registration, by their path under sql/: the mechanical half of its load. */
export function emitSql(dataset: Dataset): Map<string, string> {
  const { name } = dataset.contract;
  return new Map([
    [`${name}/fact/copy_staged.sql`, copyStagedSql(dataset)],
    [`${name}/fact/check_staged.sql`, checkStagedSql(dataset)],
    [`${name}/fact/merge_fact.sql`, mergeFactSql(dataset)],
    [`${name}/fact/check_totals.sql`, checkTotalsSql(dataset)],
    [`${name}/fact/check_keys.sql`, checkKeysSql(dataset)],
    ...(dataset.marts.length > 0 ? [[`${name}/gold/export_marts.sql`, exportMartsSql(dataset)] as const] : []),
    [`${name}/gold/count_marts.sql`, countMartsSql(dataset)],
  ]);
}
