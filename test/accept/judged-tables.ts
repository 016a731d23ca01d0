import type { DuckDBConnection } from '@duckdb/node-api';
import { type Contract, judgedColumns } from '../../lib/contracts/contract.ts';
import { duckdbType } from '../../lib/contracts/duckdb-type.ts';
import { measureColumns } from '../../lib/derive/measure-columns.ts';

type Value = string | number | readonly string[] | null;
export type JudgedRow = Record<string, Value>;

const usual: JudgedRow = {
  file: 'transactions/a.ndjson',
  lines: 1,
  transaction_id: 'txn-1',
  version: 1,
  customer_id: 'c',
  card_id: 'k',
  merchant_id: 'm',
  txn_ts: '2025-09-10 03:00:00',
  amount: '1.00',
  currency: 'KRW',
  mcc: '5411',
  status: 'approved',
  is_refund: 'false',
  channel: 'pos',
  txn_date: '2025-09-10',
};

/**
 * Makes `accepted` and `set_aside` as judging leaves them: accepted rows are sound but for what a test says, of those set aside is
 * said what stands there. Each is on a line of its own, from 1.
 */
export async function fillTables(
  connection: DuckDBConnection,
  contract: Contract,
  { accepted = [], setAside = [] }: { accepted?: readonly JudgedRow[]; setAside?: readonly JudgedRow[] },
): Promise<void> {
  const source = 'file varchar, line bigint, lines integer, content varchar';
  const columns = judgedColumns(contract).map(({ name, type }) => `"${name}" ${duckdbType(type)}`);
  const measured = measureColumns(contract).map(({ unit, value, type }) => `, "${unit}" varchar, "${value}" ${type}`);
  await connection.run(
    `create or replace table accepted (${source}, ${columns.join(', ')}, "${contract.eventDate}" date)`,
  );
  await connection.run(
    `create or replace table set_aside (${source}, raw varchar, rules varchar[], event_date date${measured.join('')})`,
  );
  for (const [at, row] of accepted.entries()) await insert(connection, 'accepted', { line: at + 1, ...usual, ...row });
  for (const [at, row] of setAside.entries())
    await insert(connection, 'set_aside', { line: at + 1, file: usual.file ?? '', lines: 1, raw: '{}', ...row });
}

async function insert(connection: DuckDBConnection, table: string, row: JudgedRow): Promise<void> {
  const columns = await connection.runAndReadAll(
    `select column_name from duckdb_columns() where table_name = '${table}'`,
  );
  const known = Object.entries(row).filter(([name]) => columns.getRows().some(([column]) => column === name));
  await connection.run(
    `insert into ${table} (${known.map(([name]) => `"${name}"`).join(', ')}) values (${known.map(([, value]) => literal(value)).join(', ')})`,
  );
}

function literal(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : `[${value.map(literal).join(', ')}]`;
}
