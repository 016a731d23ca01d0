import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, Contract } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { documentStructs, fieldSql, withDocuments } from '../../lib/stages/accept/document-structs.ts';
import { openDuckDB } from '../open-duckdb.ts';

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

const common = { required: false, classification: 'business', description: '' } as const;
const column = (name: string, type: Column['type'], changes: Partial<Column> = {}): Column => ({
  ...common,
  name,
  type,
  ...changes,
});
const word: Column['type'] = { kind: 'text', maxLength: 9 };
const plain: Contract = { ...transactions, columns: [column('id', word), column('day', word, { derived: true })] };
const documented: Contract = {
  ...transactions,
  columns: [
    ...plain.columns,
    column('said', { kind: 'json', maxBytes: 99, properties: { tags: { kind: 'list', maxLength: 9 } } }),
    column('amount', { kind: 'decimal', precision: 18, scale: 2 }, { path: ['said', 'amount'] }),
    column('bare', { kind: 'json', maxBytes: 99 }),
    column('meta', { kind: 'json', maxBytes: 99, properties: { id: word } }),
  ],
};

test('a row is a struct of texts; a contract without documents has no other', () => {
  expect(documentStructs(plain)).toEqual([
    { struct: 'fields', members: [{ name: 'id', isDocument: false }], structure: '{"id":"VARCHAR"}' },
  ]);
});

test('each JSON column of which something is judged is a struct of its own, whose objects and lists stay JSON', () => {
  const member = (name: string, isDocument = false): object => ({ name, isDocument });
  expect(documentStructs(documented)).toEqual([
    {
      struct: 'fields',
      members: [member('id'), member('said', true), member('bare', true), member('meta', true)],
      structure: '{"id":"VARCHAR","said":"JSON","bare":"JSON","meta":"JSON"}',
    },
    {
      struct: '"in said"',
      column: 'said',
      members: [member('amount'), member('tags', true)],
      structure: '{"amount":"VARCHAR","tags":"JSON"}',
    },
    { struct: '"in meta"', column: 'meta', members: [member('id')], structure: '{"id":"VARCHAR"}' },
  ]);
});

test('what stands in a document is read from there, beside what the row says', async () => {
  const rows = `select {id: 'a', said: json('{"amount": 1.50, "tags": ["x"]}'), bare: null::json, meta: json('{"id":"b"}')} as fields, 7 as line`;
  const read = async (contract: Contract, fields: string[]): Promise<unknown[]> =>
    (
      await connection.runAndReadAll(`select line, ${fields.join(', ')} from (${withDocuments(contract, rows)}) rows`)
    ).getRowsJson();
  const fields = [
    fieldSql({ name: 'id' }),
    fieldSql({ name: 'amount', path: ['said', 'amount'] }),
    fieldSql({ name: 'said.tags', path: ['said', 'tags'] }),
    fieldSql({ name: 'meta.id', path: ['meta', 'id'] }),
  ];
  expect(await read(documented, fields)).toEqual([[7, 'a', '1.5', '["x"]', 'b']]);
  expect(await read(plain, fields.slice(0, 1))).toEqual([[7, 'a']]);
  expect(withDocuments(plain, rows)).toBe(rows);
});
