import { expect } from 'vitest';
import { findDataset } from '../../lib/datasets/find-dataset.ts';
import { groupBy, isSuccess, monthOf } from './by-hand.ts';
import { authorizationDaily, cohortMonthly, ltvCustomer, mccMixMonthly, merchantDaily } from './card-marts-by-hand.ts';
import { rfmCustomer, salesDaily } from './marts-by-hand.ts';
import type { SilverRow } from './silver-row.ts';

type ByHand = (rows: readonly SilverRow[], asOf: string) => unknown[][];

/** By the name of each mart of card transactions, what it has to hold; a mart without a line fails the comparison. */
const byHand: Readonly<Record<string, ByHand>> = {
  sales_daily: salesDaily,
  authorization_daily: authorizationDaily,
  merchant_daily: merchantDaily,
  mcc_mix_monthly: mccMixMonthly,
  rfm_customer: (rows, asOf) => rfmCustomer(rows, asOf),
  ltv_customer: ltvCustomer,
  cohort_monthly: cohortMonthly,
};

/**
 * Expects every mart and dimension of card transactions to be what the fact's rows make of them, computed without SQL.
 *
 * @param except marts that only a load brings up to date.
 */
export async function expectCardMarts(
  query: (sql: string) => Promise<unknown[][]>,
  rows: readonly SilverRow[],
  asOf: string,
  except: readonly string[] = [],
): Promise<void> {
  for (const mart of findDataset('transactions').marts.filter(({ name }) => !except.includes(name))) {
    const columns = Object.keys(mart.columns).filter((name) => mart.name !== 'rfm_customer' || name !== 'segment');
    const found = await query(`select ${columns.join(', ')} from mart.${mart.name} order by ${mart.order.join(', ')}`);
    expect([mart.name, found]).toEqual([mart.name, byHand[mart.name]?.(rows, asOf)]);
  }
  for (const [table, columns, expected] of dimensions(rows)) {
    expect([table, await query(`select ${columns} from ${table} order by 1`)]).toEqual([table, expected]);
  }
}

function dimensions(rows: readonly SilverRow[]): [table: string, columns: string, rows: unknown[][]][] {
  const of = (column: string, describe: (group: SilverRow[], latest: SilverRow) => unknown[]): unknown[][] =>
    groupBy(rows, (row) => [row[column] ?? '']).map(([[key], group]) => {
      const dates = group.map(({ txn_date }) => txn_date).sort();
      const [latest] = [...group].sort((one, other) => (latestFirst(one) < latestFirst(other) ? 1 : -1));
      return [key, dates[0], dates.at(-1), ...describe(group, latest as SilverRow)];
    });
  const days = 'first_txn_date, last_txn_date';
  return [
    [
      'core.dim_customer',
      `customer_id, ${days}, first_success, cohort_month`,
      of('customer_id', (group) => {
        const first = group
          .filter(isSuccess)
          .map(({ txn_date }) => txn_date)
          .sort()[0];
        return [first ?? null, first === undefined ? null : `${monthOf(first)}-01`];
      }),
    ],
    ['core.dim_card', `card_id, ${days}, customer_id`, of('card_id', (_, { customer_id }) => [customer_id])],
    [
      'core.dim_merchant',
      `merchant_id, ${days}, merchant_name, mcc`,
      of('merchant_id', (_, { merchant_name, mcc }) => [merchant_name, mcc]),
    ],
    ['core.dim_mcc', 'mcc', groupBy(rows, ({ mcc }) => [mcc]).map(([key]) => key)],
  ];
}

/** Moments are texts of the warehouse, with or without a fraction, or microseconds. */
const latestFirst = ({ txn_ts, transaction_id, txn_date }: SilverRow): string => {
  const moment = txn_ts?.includes(':') ? txn_ts.padEnd(26, '.000000') : String(txn_ts).padStart(20, '0');
  return JSON.stringify([moment, transaction_id, txn_date]);
};
