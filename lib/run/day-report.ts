import type { DateSummary } from './date-summary.ts';
import { toMinorUnits } from './money.ts';
import type { DayReport, Verdicts } from './records.ts';

const parts = ['loaded', 'duplicate', 'superseded', 'quarantined', 'held'] as const;

/** What became of every row and every amount of one ingest date. `in` is counted apart, so that the sum can be checked. */
export function dayReport(summary: DateSummary, verdicts: Verdicts): DayReport {
  const moneyOf = { ...verdicts.money, quarantined: summary.money.quarantined, held: summary.money.held };
  const currencies = [...new Set([summary.money.in, ...Object.values(moneyOf)].flatMap((money) => Object.keys(money)))];
  const amounts = (currency: string): DayReport['money'][string] => ({
    in: summary.money.in[currency] ?? '0.00',
    loaded: moneyOf.loaded[currency] ?? '0.00',
    duplicate: moneyOf.duplicate[currency] ?? '0.00',
    superseded: moneyOf.superseded[currency] ?? '0.00',
    quarantined: moneyOf.quarantined[currency] ?? '0.00',
    held: moneyOf.held[currency] ?? '0.00',
  });
  return {
    ingestDate: summary.ingestDate,
    rows: {
      in: summary.rows.in,
      ...verdicts.rows,
      quarantined: summary.rows.quarantined,
      held: summary.rows.held,
    },
    money: Object.fromEntries(currencies.sort().map((currency) => [currency, amounts(currency)])),
    unparseableAmounts: summary.unparseableAmounts,
  };
}

/** The parts that do not add up, in words; empty if every row and every minor unit is accounted for. */
export function accountingGaps(day: DayReport): string[] {
  const rows = parts.reduce((sum, part) => sum + day.rows[part], 0);
  const gaps = rows === day.rows.in ? [] : [`${day.ingestDate}: ${day.rows.in} rows in, ${rows} accounted for`];
  for (const [currency, money] of Object.entries(day.money)) {
    const units = parts.reduce((sum, part) => sum + toMinorUnits(money[part]), 0n);
    if (units !== toMinorUnits(money.in))
      gaps.push(`${day.ingestDate}: ${currency} ${money.in} in, ${units} minor units accounted for`);
  }
  return gaps;
}
