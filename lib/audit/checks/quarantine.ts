import type { DateSummary } from '../../run/date-summary.ts';
import { toMinorUnits } from '../../run/money.ts';
import type { Failure } from '../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { failure, type Outcome, percent } from './outcome.ts';
import { pickExamples } from './pick-examples.ts';

/** Ingest dates with more than the limit's share of their rows in quarantine. */
export function checkQuarantined(
  { contract, summaries }: Evidence,
  name: 'quarantined_share' | 'quarantined_rows',
): Outcome {
  const { above } = contract.gate[name];
  const failures = summaries
    .filter(({ rows }) => rows.quarantined > rows.in * above)
    .map((summary) => failQuarantined(summary, above));
  return { failures, fine: `no ingest date above ${percent(above)}` };
}

/** Few rows can be much money. By currency, of the ingest date's net amount. */
export function checkQuarantinedMoney({ contract, summaries }: Evidence): Outcome {
  const { above } = contract.gate.quarantined_money;
  const failures = summaries.flatMap((summary) => {
    const { ingestDate, money, setAside } = summary;
    return Object.entries(money.quarantined)
      .filter(([currency, amount]) => size(amount) > size(money.in[currency] ?? '0') * above)
      .map(([currency, amount]) => {
        const groups = setAside.quarantine.filter((group) => currency in group.money);
        return failure(
          summary,
          `${ingestDate}: ${amount} of ${money.in[currency]} ${currency} quarantined, more than ${percent(above)}`,
          { examples: pickExamples(groups), setAside: 'quarantine' },
        );
      });
  });
  return { failures, fine: `no ingest date above ${percent(above)} of its money` };
}

/** For a share only, so that a float is good enough. */
function size(amount: string): number {
  return Math.abs(Number(toMinorUnits(amount)));
}

function failQuarantined(summary: DateSummary, above: number): Failure {
  const { ingestDate, rows, rules, setAside } = summary;
  const worst = Object.entries(rules)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([rule, count]) => `${rule} ${count}`);
  const detail =
    `${ingestDate}: ${rows.quarantined} of ${rows.in} rows quarantined, ${percent(rows.quarantined / rows.in)}, ` +
    `more than ${percent(above)} (${worst.join(', ')})`;
  return failure(summary, detail, { examples: pickExamples(setAside.quarantine), setAside: 'quarantine' });
}
