import type { DateSummary, Money } from './date-summary.ts';
import { decimalsOf, fromUnits, toUnits } from './money.ts';
import type { Account, DayReport, Verdicts } from './records.ts';

const parts = ['loaded', 'duplicate', 'superseded', 'quarantined', 'held'] as const;
type Part = (typeof parts)[number];

/** What became of every row and every amount of one ingest date. `in` is counted apart, so that the sum can be checked. */
export function dayReport(summary: DateSummary, verdicts: Verdicts): DayReport {
  const { ingestDate, rows, money, measures, unparseableAmounts } = summary;
  const sumsOf = { ...verdicts.measures, quarantined: measures?.quarantined, held: measures?.held };
  const names = Object.keys(measures?.in ?? {}).sort();
  return {
    ingestDate,
    rows: { in: rows.in, ...verdicts.rows, quarantined: rows.quarantined, held: rows.held },
    money: accountOf(money.in, { ...verdicts.money, quarantined: money.quarantined, held: money.held }),
    measures: Object.fromEntries(
      names.map((name) => {
        const of = Object.fromEntries(parts.map((part) => [part, sumsOf[part]?.[name] ?? {}])) as Record<Part, Money>;
        return [name, accountOf(measures?.in[name] ?? {}, of)];
      }),
    ),
    unparseableAmounts,
  };
}

/** By unit what came in and what became of it. */
function accountOf(all: Money, of: Record<Part, Money>): Record<string, Account> {
  const units = [...new Set([all, ...Object.values(of)].flatMap((money) => Object.keys(money)))].sort();
  return Object.fromEntries(
    units.map((unit) => {
      const none = fromUnits(0n, decimalsOf(all[unit] ?? '0.00'));
      const amounts = Object.fromEntries(parts.map((part) => [part, of[part][unit] ?? none])) as Record<Part, string>;
      return [unit, { in: all[unit] ?? none, ...amounts }];
    }),
  );
}

/** The parts that do not add up, in words; empty if every row and every amount is accounted for. */
export function accountingGaps(day: DayReport): string[] {
  const rows = parts.reduce((sum, part) => sum + day.rows[part], 0);
  const gaps = rows === day.rows.in ? [] : [`${day.ingestDate}: ${day.rows.in} rows in, ${rows} accounted for`];
  const accounts = [day.money, ...Object.values(day.measures)];
  for (const [unit, amounts] of accounts.flatMap((account) => Object.entries(account))) {
    const decimals = decimalsOf(amounts.in);
    const accounted = parts.reduce((sum, part) => sum + toUnits(amounts[part], decimals), 0n);
    if (accounted !== toUnits(amounts.in, decimals))
      gaps.push(`${day.ingestDate}: ${unit} ${amounts.in} in, ${fromUnits(accounted, decimals)} accounted for`);
  }
  return [...new Set(gaps)];
}
