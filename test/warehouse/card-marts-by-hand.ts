import { toDecimal } from '../laws/oracle/text.ts';
import { divideRounded, groupBy, isRefund, isSuccess, monthOf, monthsBetween, sumOf } from './by-hand.ts';
import type { SilverRow } from './silver-row.ts';

/*
 * The marts as section 7 of the interfaces defines them, computed without SQL, in the order of their exports. Rows come out as the
 * Data API gives them.
 */

/** txn_date, mcc, channel, currency, attempt_count, approved_count, declined_count, approval_rate, refund_count, refund_rate */
export function authorizationDaily(rows: readonly SilverRow[]): unknown[][] {
  const counted = rows.filter((row) => !isRefund(row) || row.status === 'approved');
  const groups = groupBy(counted, ({ txn_date, mcc, channel, currency }) => [txn_date, mcc, channel, currency]);
  return groups.map(([key, group]) => {
    const attempts = group.filter((row) => !isRefund(row));
    const approved = attempts.filter(({ status }) => status === 'approved').length;
    const refunds = group.length - attempts.length;
    const rate = (part: number, of: number): string | null =>
      of === 0 ? null : toDecimal(divideRounded(BigInt(part) * 10_000n, BigInt(of)), 4);
    return [
      ...key,
      attempts.length,
      approved,
      attempts.length - approved,
      rate(approved, attempts.length),
      refunds,
      rate(refunds, approved),
    ];
  });
}

/** txn_date, merchant_id, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count, customer_count */
export function merchantDaily(rows: readonly SilverRow[]): unknown[][] {
  const approved = rows.filter(({ status }) => status === 'approved');
  return groupBy(approved, ({ txn_date, merchant_id, currency }) => [txn_date, merchant_id, currency]).map(
    ([key, group]) => {
      const refunds = group.filter(isRefund);
      const sales = group.filter((row) => !isRefund(row));
      const [gross, refunded] = [sumOf(sales), sumOf(refunds)];
      const money = [gross, refunded, gross - refunded].map((cents) => toDecimal(cents));
      const customers = new Set(group.map(({ customer_id }) => customer_id)).size;
      return [...key, ...money, sales.length, refunds.length, customers];
    },
  );
}

/** month, mcc, currency, net_amount, share */
export function mccMixMonthly(rows: readonly SilverRow[]): unknown[][] {
  const approved = rows.filter(({ status }) => status === 'approved');
  const ofMonth = ({ txn_date }: SilverRow): string => `${monthOf(txn_date)}-01`;
  const totals = new Map(
    groupBy(approved, (row) => [ofMonth(row), row.currency]).map(([key, all]) => [key.join(' '), netOf(all)]),
  );
  return groupBy(approved, (row) => [ofMonth(row), row.mcc, row.currency]).map(([key, group]) => {
    const [month, , currency] = key;
    const [net, total] = [netOf(group), totals.get(`${month} ${currency}`) ?? 0n];
    const share = total === 0n ? null : toDecimal(divideRounded(net * 1_000_000n, total), 6);
    return [...key, toDecimal(net), share];
  });
}

/**
 * as_of_date, customer_id, currency, first_success, last_success, orders, historic_value, average_order_value, active_months,
 * monthly_frequency, is_churned, predicted_value
 */
export function ltvCustomer(rows: readonly SilverRow[], asOf: string): unknown[][] {
  return customersOf(rows).map(({ customer, currency, first, last, successes, net }) => {
    const orders = BigInt(successes.length);
    const average = divideRounded(net, orders);
    const months = monthsBetween(first, asOf) + 1;
    const frequency = divideRounded(orders * 10_000n, BigInt(months));
    const isChurned = (Date.parse(asOf) - Date.parse(last)) / 86_400_000 > 90;
    // Cents by ten-thousandths by hundredths: six digits too many.
    const predicted = isChurned || average < 0n ? 0n : divideRounded(average * frequency * 12n * 20n, 1_000_000n);
    return [
      asOf,
      customer,
      currency,
      first,
      last,
      successes.length,
      toDecimal(net),
      toDecimal(average),
      months,
      toDecimal(frequency, 4),
      isChurned,
      toDecimal(predicted),
    ];
  });
}

/**
 * cohort_month, age_months, currency, cohort_size, active_customers, retention_rate, net_amount, cumulative_net_amount,
 * cumulative_value_per_customer
 */
export function cohortMonthly(rows: readonly SilverRow[], asOf: string): unknown[][] {
  const members = customersOf(rows);
  const cohorts = [...new Set(members.map(({ currency, first }) => `${currency} ${monthOf(first)}`))].sort();
  return cohorts.flatMap((cohort) => {
    const [currency = '', month = ''] = cohort.split(' ');
    const own = members.filter((member) => member.currency === currency && monthOf(member.first) === month);
    const size = BigInt(own.length);
    let cumulative = 0n;
    const cells: unknown[][] = [];
    for (let age = 0; lastDay(addMonths(month, age)) <= asOf; age++) {
      const cell = addMonths(month, age);
      const active = own.filter(({ successes }) => successes.some(({ txn_date }) => monthOf(txn_date) === cell));
      const net = netOf(own.flatMap((member) => member.counted.filter(({ txn_date }) => monthOf(txn_date) === cell)));
      cumulative += net;
      cells.push([
        `${month}-01`,
        age,
        currency,
        own.length,
        active.length,
        toDecimal(divideRounded(BigInt(active.length) * 10_000n, size), 4),
        toDecimal(net),
        toDecimal(cumulative),
        toDecimal(divideRounded(cumulative, size)),
      ]);
    }
    return cells;
  });
}

type Customer = {
  customer: string;
  currency: string;
  first: string;
  last: string;
  successes: SilverRow[];
  /** Successes and approved refunds. */
  counted: SilverRow[];
  net: bigint;
};

/** Customers with a success, by currency and id. */
function customersOf(rows: readonly SilverRow[]): Customer[] {
  const approved = rows.filter(({ status }) => status === 'approved');
  return groupBy(approved, ({ currency, customer_id }) => [currency, customer_id]).flatMap(([key, group]) => {
    const successes = group.filter(isSuccess);
    const dates = successes.map(({ txn_date }) => txn_date).sort();
    const [first, last] = [dates[0], dates.at(-1)];
    const [currency = '', customer = ''] = key;
    if (first === undefined || last === undefined) return [];
    const counted = group.filter((row) => isRefund(row) || isSuccess(row));
    return [{ customer, currency, first, last, successes, counted, net: netOf(counted) }];
  });
}

function netOf(rows: readonly SilverRow[]): bigint {
  return sumOf(rows.filter((row) => !isRefund(row))) - sumOf(rows.filter(isRefund));
}

function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

function lastDay(month: string): string {
  const next = addMonths(month, 1);
  return new Date(Date.parse(`${next}-01`) - 86_400_000).toISOString().slice(0, 10);
}
