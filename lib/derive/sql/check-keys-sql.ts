import type { Dataset } from '../../datasets/dataset.ts';
import { repeatedKeysSql } from './repeated-keys-sql.ts';

/** SQL that checks after the merge that the fact's key is one. */
export function checkKeysSql({ contract, fact }: Dataset): string {
  const where = `${contract.eventDate} in (select event_date from control_totals)`;
  return `-- what:     no key stands twice in the fact: Redshift does not enforce it and trusts it
-- reads:    ${fact}, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

${repeatedKeysSql(contract.key, { check: 'fact_keys', table: fact, where })}`;
}
