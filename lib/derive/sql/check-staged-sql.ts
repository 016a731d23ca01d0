import type { Dataset } from '../../datasets/dataset.ts';
import { compareTotalsSql } from './compare-totals-sql.ts';
import { factNames } from './fact-names.ts';

/** SQL that checks what was copied before anything is written; whether keys stand once is asked of the fact. */
export function checkStagedSql(dataset: Dataset): string {
  const { staged } = factNames(dataset);
  const { contract } = dataset;
  return `-- what:     staged rows and measures equal the control totals by date and unit, and are of no other date
-- reads:    temporary ${staged}, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

${compareTotalsSql(contract, { name: 'staged', check: 'staged_totals', table: staged })}`;
}
