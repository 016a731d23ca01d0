import type { DataCheckName } from '../../contracts/contract.ts';
import type { JudgedCheck } from '../../run/records.ts';
import { checkFreshness, checkHeldRows, checkMissingDays, checkVolume } from './checks/arrival.ts';
import { checkConflicts } from './checks/conflicts.ts';
import { checkDistribution } from './checks/distribution.ts';
import { checkDrift } from './checks/drift.ts';
import { checkFiles } from './checks/files.ts';
import { checkFindings, checkIdenticalFiles, reportLeftOut } from './checks/findings.ts';
import type { Outcome } from './checks/outcome.ts';
import { checkQuarantined, checkQuarantinedMoney } from './checks/quarantine.ts';
import { checkRestatement } from './checks/restatement.ts';
import { checkAccounting, checkResidualDuplicates, checkStagedTotals } from './checks/totals.ts';
import type { Evidence } from './evidence.ts';
import { judge } from './judge.ts';

/** The checks about the data. What they find is here; how severe that is, and the limits, the contract's gate says. */
const dataChecks: Record<DataCheckName, (evidence: Evidence) => Outcome> = {
  file_refused: checkFiles,
  quarantined_share: (evidence) => checkQuarantined(evidence, 'quarantined_share'),
  quarantined_rows: (evidence) => checkQuarantined(evidence, 'quarantined_rows'),
  quarantined_money: checkQuarantinedMoney,
  held_rows: checkHeldRows,
  volume: checkVolume,
  missing_days: checkMissingDays,
  freshness: checkFreshness,
  distribution: checkDistribution,
  schema_drift: checkDrift,
  unmapped_categories: (evidence) =>
    checkFindings(evidence, 'unmapped_category', "words that the feed's declaration does not know"),
  unlisted_currencies: (evidence) => checkFindings(evidence, 'unlisted_currency', 'currencies ISO 4217 does not list'),
  minor_units: (evidence) =>
    checkFindings(evidence, 'minor_units', 'amounts with more decimals than ISO 4217 gives their currency'),
  outer_quotes: (evidence) =>
    checkFindings(evidence, 'outer_quotes', 'columns with values that keep quotes around them'),
  null_words: (evidence) => checkFindings(evidence, 'null_word', 'identifiers that are a word for nothing'),
  identical_files: checkIdenticalFiles,
  conflicting_duplicates: checkConflicts,
  restatement: checkRestatement,
};

/** Dates an operator let pass, by check; each for the inputs it has in this run. */
export type Accepted = ReadonlyMap<string, ReadonlySet<string>>;

/** All checks of a run, blocking ones first. */
export function runChecks(evidence: Evidence, accepted: Accepted = new Map()): JudgedCheck[] {
  const { gate } = evidence.contract;
  const about = (name: DataCheckName): JudgedCheck[] => {
    const limits = gate[name];
    return limits ? [judge(name, limits.severity, dataChecks[name](evidence), accepted.get(name))] : [];
  };
  const checks = [
    ...(Object.keys(dataChecks) as DataCheckName[]).flatMap(about),
    checkAccounting(evidence),
    checkStagedTotals(evidence),
    checkResidualDuplicates(evidence),
    ...reportLeftOut(evidence),
  ];
  return [
    ...checks.filter(({ severity }) => severity === 'block'),
    ...checks.filter(({ severity }) => severity === 'warn'),
  ];
}
