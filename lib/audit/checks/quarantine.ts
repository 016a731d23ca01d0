import type { Contract } from '../../contracts/contract.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import { toMinorUnits } from '../../run/money.ts';
import type { Check } from '../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { acceptable, percent, warn } from './outcome.ts';

/** So many of an ingest date's rows in quarantine that the run must not go on. */
export function checkQuarantinedShare(evidence: Evidence): Check {
  const limit = evidence.contract.gate.quarantinedShareBlocks;
  const failures = evidence.summaries
    .filter((summary) => exceedsQuarantinedShare(evidence.contract, summary))
    .map((summary) => ({ ingestDate: summary.ingestDate, detail: describe(summary, limit) }));
  return acceptable(evidence, 'quarantined_share', failures, `no ingest date above ${percent(limit)}`);
}

export function exceedsQuarantinedShare({ gate }: Contract, { rows }: DateSummary): boolean {
  return rows.quarantined > rows.in * gate.quarantinedShareBlocks;
}

export function checkQuarantinedRows({ contract, summaries }: Evidence): Check {
  const limit = contract.gate.quarantinedShareWarns;
  const found = summaries.filter(({ rows }) => rows.quarantined > rows.in * limit);
  return warn(
    'quarantined_rows',
    found.map((summary) => describe(summary, limit)),
    `no ingest date above ${percent(limit)}`,
  );
}

/** Few rows can be much money. By currency, of the ingest date's net amount. */
export function checkQuarantinedMoney({ contract, summaries }: Evidence): Check {
  const limit = contract.gate.quarantinedMoneyWarns;
  const found = summaries.flatMap(({ ingestDate, money }) =>
    Object.entries(money.quarantined)
      .filter(([currency, amount]) => size(amount) > size(money.in[currency] ?? '0') * limit)
      .map(([currency, amount]) => `${ingestDate}: ${amount} of ${money.in[currency]} ${currency} quarantined`),
  );
  return warn('quarantined_money', found, `no ingest date above ${percent(limit)} of its money`);
}

/** For a share only, so that a float is good enough. */
function size(amount: string): number {
  return Math.abs(Number(toMinorUnits(amount)));
}

function describe({ ingestDate, rows, rules, setAside }: DateSummary, limit: number): string {
  const worst = Object.entries(rules)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([rule, count]) => `${rule} ${count}`);
  const examples = setAside.quarantine
    .flatMap(({ file, examples }) => examples.map(({ line }) => `${file}:${line}`))
    .slice(0, 3);
  return (
    `${ingestDate}: ${rows.quarantined} of ${rows.in} rows quarantined, more than ${percent(limit)} ` +
    `(${worst.join(', ')}; e.g. ${examples.join(', ')})`
  );
}
