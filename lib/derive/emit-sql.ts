import type { Dataset } from '../datasets/dataset.ts';
import { changeFactSql } from './sql/change-fact-sql.ts';
import { checkKeysSql } from './sql/check-keys-sql.ts';
import { checkStagedSql } from './sql/check-staged-sql.ts';
import { checkTotalsSql } from './sql/check-totals-sql.ts';
import { checkValuesSql } from './sql/check-values-sql.ts';
import { copyStagedSql } from './sql/copy-staged-sql.ts';
import { countMartsSql } from './sql/count-marts-sql.ts';
import { exportMartsSql } from './sql/export-marts-sql.ts';
import { restatementSql } from './sql/restatement-sql.ts';
import { sumsBeforeSql } from './sql/sums-before-sql.ts';

/** The SQL files of a dataset that follow from its registration, by their path under sql/: the mechanical half of its load. */
export function emitSql(dataset: Dataset): Map<string, string> {
  const { name } = dataset.contract;
  const files: [string, string | undefined][] = [
    [`${name}/fact/copy_staged.sql`, copyStagedSql(dataset)],
    [`${name}/fact/check_staged.sql`, checkStagedSql(dataset)],
    [`${name}/fact/change_fact.sql`, changeFactSql(dataset)],
    [`${name}/fact/sums_before.sql`, sumsBeforeSql(dataset)],
    [`${name}/fact/restatement.sql`, restatementSql(dataset)],
    [`${name}/fact/check_totals.sql`, checkTotalsSql(dataset)],
    [`${name}/fact/check_keys.sql`, checkKeysSql(dataset)],
    [`${name}/fact/check_values.sql`, checkValuesSql(dataset)],
    [`${name}/gold/export_marts.sql`, dataset.marts.length > 0 ? exportMartsSql(dataset) : undefined],
    [`${name}/gold/count_marts.sql`, countMartsSql(dataset)],
  ];
  return new Map(files.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}
