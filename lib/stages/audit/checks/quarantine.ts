import type { DateSummary } from '../../../run/date-summary.ts';
import type { Failure } from '../../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { failure, type Outcome, percent } from './outcome.ts';
import { groupsOf, nameOf, type Part, partsAbove, severityOf } from './parts.ts';
import { pickExamples } from './pick-examples.ts';

/** Dates, and feeds of dates, with more than the limit's share in quarantine; a record counts as the lines it spans. */
export function checkQuarantined(
  { contract, summaries }: Pick<Evidence, 'contract' | 'summaries'>,
  name: 'quarantined_share' | 'quarantined_rows',
): Outcome {
  const { above } = contract.gate[name];
  const failures = summaries.flatMap((summary) =>
    partsAbove(summary, above, ({ quarantinedLines, lines }) => ({ bad: quarantinedLines, all: lines })).map((part) =>
      failQuarantined(summary, part, above),
    ),
  );
  return { failures, fine: `no ingest date or feed above ${percent(above)}` };
}

/** Few rows can be much money. By currency, of the net amount of the date and of each of its feeds. */
export function checkQuarantinedMoney({ contract, summaries }: Evidence): Outcome {
  const { above } = contract.gate.quarantined_money;
  const failures = summaries.flatMap((summary) =>
    Object.keys(summary.money.quarantined).flatMap((currency) => {
      const amounts = ({ money }: Part): { bad: string; all: string } => ({
        bad: money.quarantined[currency] ?? '0.00',
        all: money.in[currency] ?? '0.00',
      });
      const sizes = (part: Part): { bad: number; all: number } => ({
        bad: size(amounts(part).bad),
        all: size(amounts(part).all),
      });
      return partsAbove(summary, above, sizes).map((part) => {
        const { bad, all } = amounts(part);
        const detail = `${bad} of ${all} ${currency} quarantined, more than ${percent(above)}`;
        const groups = groupsOf(summary.setAside.quarantine, part).filter(({ money }) => currency in money);
        return failure(summary, `${nameOf(summary, part)}: ${detail}`, {
          examples: pickExamples(groups),
          setAside: 'quarantine',
          ...severityOf(part.quarantinedLines),
        });
      });
    }),
  );
  return { failures, fine: `no ingest date or feed above ${percent(above)} of its money` };
}

/** For a share only, so that a float is good enough. */
function size(amount: string): number {
  return Math.abs(Number(amount));
}

function failQuarantined(summary: DateSummary, part: Part, above: number): Failure {
  const { quarantined, rows, quarantinedLines, lines } = part;
  const groups = groupsOf(summary.setAside.quarantine, part);
  const worst = [...Map.groupBy(groups, ({ reason }) => reason)]
    .map(([rule, same]) => ({ rule, count: same.reduce((sum, group) => sum + group.rows, 0) }))
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ rule, count }) => `${rule} ${count}`);
  const spanned = lines > rows ? `, ${quarantinedLines} of ${lines} lines` : '';
  const detail =
    `${nameOf(summary, part)}: ${quarantined} of ${rows} rows quarantined${spanned}, ` +
    `${percent(quarantinedLines / lines)}, more than ${percent(above)} (${worst.join(', ')})`;
  return failure(summary, detail, {
    examples: pickExamples(groups),
    setAside: 'quarantine',
    ...severityOf(quarantinedLines),
  });
}
