import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { idText } from '../../lib/stages/accept/id-text.ts';
import { openDuckDB } from '../open-duckdb.ts';

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

/** The text of a column behind a feed's prefix, where the JSON type of the field is known and where it is not yet. */
async function prefixed(
  column: string,
  text: string | null,
  jsonType: string | null,
  prefix: string,
): Promise<unknown> {
  const literal = (value: string | null): string => (value === null ? 'cast(null as varchar)' : `'${value}'`);
  await connection.run(`set variable id_prefix = '${prefix}'`);
  const sql = idText(transactions, column, 'text', 'json_type');
  const found = await connection.runAndReadAll(
    `select ${sql} from (select ${literal(text)} as text, ${literal(jsonType)} as json_type)`,
  );
  return found.getRows()[0]?.[0];
}

test.each<[string, string | null, string | null, string | null]>([
  ['transaction_id', 'a-1', 'VARCHAR', 'pc-a-1'],
  ['transaction_id', 'a-1', null, 'pc-a-1'],
  ['original_transaction_id', 'a-1', 'VARCHAR', 'pc-a-1'],
  ['transaction_id', '12', 'UBIGINT', 'pc-12'],
  ['transaction_id', '-12', null, 'pc--12'],
  // A number that is no integer is no id, and a prefix must not hide that.
  ['transaction_id', '1.5', 'DOUBLE', '1.5'],
  ['transaction_id', '1.5', null, '1.5'],
  ['transaction_id', '1.5', 'VARCHAR', 'pc-1.5'],
  ['transaction_id', '1e5', 'DOUBLE', '1e5'],
  ['transaction_id', '-1.5E-7', null, '-1.5E-7'],
  ['transaction_id', '1e5', 'VARCHAR', 'pc-1e5'],
  ['transaction_id', 'NaN', null, 'NaN'],
  ['transaction_id', '-Infinity', 'DOUBLE', '-Infinity'],
  ['transaction_id', 'inf', 'VARCHAR', 'pc-inf'],
  ['transaction_id', 'nano', null, 'pc-nano'],
  ['transaction_id', 'x1e5', null, 'pc-x1e5'],
  ['transaction_id', '', 'VARCHAR', null],
  ['transaction_id', null, null, null],
  ['customer_id', 'a-1', 'VARCHAR', 'a-1'],
  ['customer_id', '', 'VARCHAR', ''],
])('%s %j (%s) stands behind the prefix as %j', async (column, text, jsonType, expected) => {
  expect(await prefixed(column, text, jsonType, 'pc-')).toBe(expected);
});

test.each(['a-1', '1.5', ''])('without a prefix %j stays as it is', async (text) => {
  expect(await prefixed('transaction_id', text, 'VARCHAR', '')).toBe(text);
});

test('a contract without references has its own id alone', async () => {
  const { idReferences: _, ...contract } = transactions;
  expect(idText(contract, 'original_transaction_id', 'text', 'null')).toBe('text');
  expect(idText(contract, 'transaction_id', 'text', 'null')).not.toBe('text');
});
