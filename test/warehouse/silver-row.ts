import { transactions } from '../../lib/datasets/transactions/contract.ts';

/** A Silver row as text, in contract order; null where a column has no value. */
export type SilverRow = Record<string, string | null> & {
  transaction_id: string;
  customer_id: string;
  merchant_id: string;
  txn_date: string;
  amount: string;
  currency: string;
  mcc: string;
  status: string;
  is_refund: string;
  channel: string;
};

export const columnNames: readonly string[] = transactions.columns.map(({ name }) => name);

/** A row that is valid in every column, but for what is given. */
export function silverRow(given: Partial<SilverRow> & { transaction_id: string }): SilverRow {
  const date = given.txn_date ?? '2025-09-01';
  return {
    version: '1',
    customer_id: 'c-1',
    card_id: `card-of-${given.customer_id ?? 'c-1'}`,
    merchant_id: 'm-1',
    merchant_name: '가게 하나',
    txn_ts: `${date} 03:04:05.123456`,
    amount: '10.00',
    currency: 'KRW',
    mcc: '5411',
    status: 'approved',
    is_refund: 'false',
    channel: 'pos',
    original_transaction_id: null,
    txn_date: date,
    ingest_date: date,
    source_file: `transactions/ingest_date=${date}/a.ndjson.gz`,
    source_line: '1',
    ...given,
  };
}
