import type { Check } from '../run/records.ts';
import { checkFreshness, checkHeldRows, checkMissingDays, checkVolume } from './checks/arrival.ts';
import { checkDistribution } from './checks/distribution.ts';
import { checkDrift } from './checks/drift.ts';
import { checkFiles } from './checks/files.ts';
import { checkFindings, checkIdenticalFiles } from './checks/findings.ts';
import { checkQuarantinedMoney, checkQuarantinedRows, checkQuarantinedShare } from './checks/quarantine.ts';
import { checkRestatement } from './checks/restatement.ts';
import { checkAccounting, checkResidualDuplicates, checkStagedTotals } from './checks/totals.ts';
import type { Evidence } from './evidence.ts';

/** All checks of a run, blocking ones first. */
export function runChecks(evidence: Evidence): Check[] {
  return [
    checkFiles(evidence),
    checkQuarantinedShare(evidence),
    checkAccounting(evidence),
    checkStagedTotals(evidence),
    checkResidualDuplicates(evidence),
    checkQuarantinedRows(evidence),
    checkQuarantinedMoney(evidence),
    checkHeldRows(evidence),
    checkVolume(evidence),
    checkMissingDays(evidence),
    checkFreshness(evidence),
    checkDistribution(evidence),
    checkDrift(evidence),
    checkFindings(evidence, 'unmapped_categories', 'unmapped_category', 'categories without a code, loaded as 0000'),
    checkFindings(evidence, 'unlisted_currencies', 'unlisted_currency', 'currencies ISO 4217 does not list'),
    checkIdenticalFiles(evidence),
    checkRestatement(evidence),
  ];
}
