import type { Dataset } from '../../datasets/dataset.ts';
import { compareTotalsSql } from './compare-totals-sql.ts';

/** SQL that checks after the merge that the fact equals Silver. */
export function checkTotalsSql({ contract, fact }: Dataset): string {
  const where = `${contract.eventDate} in (select event_date from control_totals)`;
  return `-- what:     on the touched dates the fact equals Silver, rows and measures by date and unit
-- reads:    ${fact}, temporary control_totals
-- writes:   nothing
-- strategy: check, a cast that fails with the rule's name and the count

${compareTotalsSql(contract, { name: 'loaded', check: 'fact_totals', table: fact, where })}`;
}
