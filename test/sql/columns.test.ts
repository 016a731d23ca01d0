import { describe, expect, it } from 'vitest';
import type { Column } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { columnList, declaredColumns, sqlFiles, viewColumns } from './sql-files.ts';

/** Interfaces, section 3: the Silver columns in order. */
const silver =
  'transaction_id version customer_id card_id merchant_id merchant_name txn_ts amount currency mcc status is_refund channel original_transaction_id txn_date ingest_date source_file source_line'.split(
    ' ',
  );
/** Interfaces, section 4. */
const salesDaily = 'txn_date mcc channel currency gross_amount refund_amount net_amount sale_count refund_count'.split(
  ' ',
);
const rfmCustomer =
  'as_of_date customer_id currency recency_days frequency monetary r_score f_score m_score segment'.split(' ');
/** Interfaces, section 7. */
const authorizationDaily =
  'txn_date mcc channel currency attempt_count approved_count declined_count approval_rate refund_count refund_rate'.split(
    ' ',
  );
const merchantDaily =
  'txn_date merchant_id currency gross_amount refund_amount net_amount sale_count refund_count customer_count'.split(
    ' ',
  );
const views: [view: string, columns: string][] = [
  [
    'ltv_customer',
    'as_of_date customer_id currency first_success last_success orders historic_value average_order_value active_months monthly_frequency is_churned predicted_value',
  ],
  [
    'cohort_monthly',
    'cohort_month age_months currency cohort_size active_customers retention_rate net_amount cumulative_net_amount cumulative_value_per_customer',
  ],
  ['mcc_mix_monthly', 'month mcc currency net_amount share'],
];
const ledger = 'run_id dataset from_date to_date manifest_sha256 row_count committed_at'.split(' ');

const names = (table: string): string[] => declaredColumns(table).map(({ name }) => name);
const typeOf = (table: string, column: string): string =>
  declaredColumns(table).find(({ name }) => name === column)?.type ?? '';

/** The Redshift type that holds every value of a column. VARCHAR counts bytes: a character takes up to four, ASCII one. */
function redshiftType({ name, type }: Column): string {
  switch (type.kind) {
    case 'text': {
      const isAscii = type.pattern !== undefined || type.oneOf !== undefined || name === 'source_file';
      return `varchar(${isAscii ? type.maxLength : 4 * type.maxLength})`;
    }
    case 'integer':
      return 'bigint';
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'instant':
      return 'timestamp';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'json':
      throw new Error(`${name} stays in Silver`);
  }
}

describe('core.fact_transactions', () => {
  it('has the contract for columns, in its order', () => {
    expect(transactions.columns.map(({ name }) => name)).toEqual(silver);
    expect(names('core.fact_transactions')).toEqual(silver);
  });

  it.each(transactions.columns)('holds every value of $name', (column) => {
    const declared = declaredColumns('core.fact_transactions').find(({ name }) => name === column.name);
    expect(declared?.type).toBe(redshiftType(column));
    expect(declared?.required).toBe(column.required || column.whenMissing !== undefined);
  });

  it('is loaded by position, in contract order, into a table of its own form', () => {
    expect(columnList('transactions/fact/copy_staged.sql', 'copy staged_transactions')).toEqual(silver);
    expect(columnList('transactions/fact/copy_staged.sql', 'create temp table staged_transactions')).toEqual([
      'like core.fact_transactions',
    ]);
  });

  it('is changed whole: rows are compared by every column, and inserted with every column', () => {
    const path = 'transactions/fact/change_fact.sql';
    expect(columnList(path, 'insert into core.fact_transactions')).toEqual(silver);
    const compared = [...textOf(path).matchAll(/^ {2}select\n([\s\S]*?)\n {2}from/gm)].map(([, list = '']) => list);
    expect(compared).toHaveLength(5);
    for (const list of compared) expect(list.split(',').map((name) => name.trim())).toEqual(silver);
  });

  it('is keyed as the contract says', () => {
    expect(textOf('ddl/002_core.sql')).toContain(`primary key (${transactions.key.join(', ')})`);
  });
});

describe('marts and ledger', () => {
  const tables: [table: string, columns: string[], insert: string][] = [
    ['mart.sales_daily', salesDaily, 'transactions/marts/sales_daily.sql'],
    ['mart.rfm_customer', rfmCustomer, 'transactions/marts/rfm_customer.sql'],
    ['mart.authorization_daily', authorizationDaily, 'transactions/marts/authorization_daily.sql'],
    ['mart.merchant_daily', merchantDaily, 'transactions/marts/merchant_daily.sql'],
    ['ops.load_ledger', ledger, 'shared/ledger.sql'],
  ];
  it.each(tables)('%s has the columns that are fixed, and is filled by name', (table, columns, path) => {
    expect(names(table)).toEqual(columns);
    expect(columnList(path, `insert into ${table}`)).toEqual(columns);
    const mayBeNull = ['approval_rate', 'refund_rate'];
    expect(declaredColumns(table).every(({ name, required }) => required !== mayBeNull.includes(name))).toBe(true);
  });

  it.each(views)('the view mart.%s has the columns that are fixed', (view, columns) => {
    expect(viewColumns(`mart.${view}`)).toEqual(columns.split(' '));
  });

  it('hold sums of money in DECIMAL(38,2), rows in DECIMAL(18,2)', () => {
    for (const column of ['gross_amount', 'refund_amount', 'net_amount']) {
      expect(typeOf('mart.sales_daily', column)).toBe('decimal(38, 2)');
    }
    expect(typeOf('mart.rfm_customer', 'monetary')).toBe('decimal(38, 2)');
    // Of any measure: eight decimals are as many as one has.
    expect(typeOf('control_totals', 'amount')).toBe('decimal(38, 8)');
    expect(typeOf('core.fact_transactions', 'amount')).toBe('decimal(18, 2)');
  });

  it('are exported as they are', () => {
    const text = textOf('transactions/gold/export_marts.sql').replace(/\s+/g, ' ');
    for (const [table, columns] of tables.slice(0, -1))
      expect(text).toContain(`select ${columns.join(', ')} from ${table}`);
  });

  it('dimensions have natural keys', () => {
    for (const name of ['customer', 'card', 'merchant', 'mcc'])
      expect(viewColumns(`core.dim_${name}`)[0]).toBe(name === 'mcc' ? 'mcc' : `${name}_id`);
    expect(names('core.dim_date')[0]).toBe('calendar_date');
  });
});

function textOf(path: string): string {
  return sqlFiles.find((file) => file.path === path)?.text ?? '';
}
