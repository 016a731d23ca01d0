import { queryWarehouse } from '../query/query-warehouse.ts';
import type { Target } from '../targets/target.ts';

/** A row that stands: its place in the warehouse and the mart rows it counts in. */
export type FactPlace = {
  txnDate: string;
  /** The fact row's values, null where the warehouse has none. */
  fact: Record<string, string | number | boolean | null> | null;
  marts: { name: string; row: Record<string, string | number | boolean | null> }[];
};

/** Asks the warehouse for the fact row of a standing Silver row and the mart rows that it is part of. */
export async function explainFact(target: Target, row: Record<string, string | null>): Promise<FactPlace> {
  const literal = (column: string): string => `'${(row[column] ?? '').replaceAll("'", "''")}'`;
  const where = (...columns: string[]): string =>
    columns.map((column) => `${column} = ${literal(column)}`).join(' and ');
  const ask = async (sql: string): Promise<FactPlace['fact']> => {
    const { columns, rows } = await queryWarehouse(target, sql);
    const [first] = rows;
    return first ? Object.fromEntries(columns.map(({ name }, at) => [name, first[at] ?? null])) : null;
  };
  const fact = await ask(
    `select transaction_id, txn_date, version, amount, currency, is_refund, status, source_file, source_line
    from core.fact_transactions where ${where('transaction_id', 'txn_date')}`,
  );
  const marts: FactPlace['marts'] = [];
  if (row.status === 'approved') {
    const sales = await ask(
      `select txn_date, mcc, channel, currency, gross_amount, refund_amount, net_amount, sale_count, refund_count
      from mart.sales_daily where ${where('txn_date', 'mcc', 'channel', 'currency')}`,
    );
    if (sales) marts.push({ name: 'mart.sales_daily', row: sales });
    const customer = await ask(
      `select as_of_date, customer_id, currency, recency_days, frequency, monetary, segment
      from mart.rfm_customer where ${where('customer_id', 'currency')}`,
    );
    if (customer) marts.push({ name: 'mart.rfm_customer', row: customer });
  }
  return { txnDate: row.txn_date ?? '', fact, marts };
}
