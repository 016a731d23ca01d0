import type { Dataset } from '../../datasets/dataset.ts';
import { compareTotalsSql } from './compare-totals-sql.ts';
import { factNames } from './fact-names.ts';
import { repeatedKeysSql } from './repeated-keys-sql.ts';

/** SQL that checks what was copied before anything is written. */
export function checkStagedSql(dataset: Dataset): string {
  const { staged } = factNames(dataset);
  const { contract } = dataset;
  return `-- what:     staged rows and measures equal the control totals by date and unit, and no key occurs twice
-- reads:    temporary ${staged}, temporary control_totals
-- writes:   nothing
-- strategy: checks, casts that fail with the rule's name and the count

${compareTotalsSql(contract, { name: 'staged', check: 'staged_totals', table: staged })}
${repeatedKeysSql(contract.key, { check: 'staged_keys', table: staged })}`;
}
