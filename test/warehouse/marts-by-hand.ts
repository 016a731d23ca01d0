import { toDecimal as fromCents } from '../laws/oracle/text.ts';
import { compare, groupBy, isRefund, sumOf, toCents } from './by-hand.ts';
import type { SilverRow } from './silver-row.ts';

/*
 * The marts as section 4 of the interfaces defines them, computed without SQL. Rows come out as the Data API gives them, in
 * the order of their keys.
 */

/** txn_date, mcc, channel, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count */
export function salesDaily(rows: readonly SilverRow[]): unknown[][] {
  const groups = groupBy(
    rows.filter(({ status }) => status === 'approved'),
    ({ txn_date, mcc, channel, currency }) => [txn_date, mcc, channel, currency],
  );
  return groups.map(([key, group]) => {
    const refunds = group.filter(isRefund);
    const sales = group.filter((row) => !isRefund(row));
    const gross = sumOf(sales);
    const refunded = sumOf(refunds);
    const money = [gross, refunded, gross - refunded].map((cents) => fromCents(cents));
    return [...key, ...money, sales.length, refunds.length];
  });
}

/** as_of_date, customer_id, currency, recency_days, frequency, monetary, r_score, f_score, m_score */
export function rfmCustomer(rows: readonly SilverRow[], asOf: string): unknown[][] {
  const approved = rows.filter(({ status }) => status === 'approved');
  const customers = groupBy(approved, ({ currency, customer_id }) => [currency, customer_id]).flatMap(
    ([key, group]) => {
      const successes = group.filter((row) => !isRefund(row) && toCents(row.amount) > 0n);
      if (successes.length === 0) return [];
      const last =
        successes
          .map(({ txn_date }) => txn_date)
          .sort()
          .at(-1) ?? '';
      const [currency = '', customer = ''] = key;
      return {
        currency,
        customer,
        recency: (Date.parse(asOf) - Date.parse(last)) / 86_400_000,
        frequency: successes.length,
        monetary: sumOf(successes) - sumOf(group.filter(isRefund)),
      };
    },
  );
  type Customer = (typeof customers)[number];
  const score = (one: Customer, measure: (customer: Customer) => number | bigint): number => {
    const peers = customers
      .filter(({ currency }) => currency === one.currency)
      .sort((a, b) => compare(measure(a), measure(b)) || compare(a.customer, b.customer));
    return fifth(peers.indexOf(one), peers.length);
  };
  return customers.map((one) => [
    asOf,
    one.customer,
    one.currency,
    one.recency,
    one.frequency,
    fromCents(one.monetary),
    6 - score(one, ({ recency }) => recency),
    score(one, ({ frequency }) => frequency),
    score(one, ({ monetary }) => monetary),
  ]);
}

/** ntile(5): the first groups take what is left over, one each. */
export function fifth(position: number, count: number): number {
  const sizes = [0, 1, 2, 3, 4].map((group) => Math.floor(count / 5) + (group < count % 5 ? 1 : 0));
  let end = 0;
  for (const [group, size] of sizes.entries()) {
    end += size;
    if (position < end) return group + 1;
  }
  throw new Error(`${position} is not among ${count}`);
}
