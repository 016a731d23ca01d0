import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Column, Contract } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { transactions as feed } from '../../lib/datasets/transactions/feeds/transactions.ts';
import type { DateSummary } from '../../lib/run/date-summary.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import { nativeRow } from '../laws/native-row.ts';
import { readObject } from '../laws/read-object.ts';
import { ask } from '../laws/read-rows.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

vi.mock('../../lib/lake/engine.ts', () => import('../laws/warm-engine.ts'));

/*
 * A dataset of another make: an amount that is a product, a second measure of a constant unit, ids behind the feed's prefix.
 */

let lake: ScratchLake;
beforeAll(async () => {
  lake = await openMemoryLake(memoryS3);
});
afterAll(() => lake.remove());

const decimal = (name: string, precision: number, scale: number): Column => ({
  name,
  type: { kind: 'decimal', precision, scale, positive: true },
  required: true,
  classification: 'business',
  description: '',
});
const total: Column = { ...decimal('total', 12, 4), derived: true, product: ['quantity', 'price'] };
const area: Column = { ...decimal('area', 20, 2), derived: true, product: ['quantity', 'quantity'] };
const contract: Contract = {
  ...transactions,
  columns: [
    ...transactions.columns.filter(({ name }) => name !== 'amount'),
    decimal('quantity', 10, 2),
    decimal('price', 10, 2),
    total,
    area,
  ],
  measures: [
    { name: 'quantity', column: 'quantity', isMoney: false, unit: { constant: 'pieces' } },
    { name: 'total', column: 'total', isMoney: true, unit: { column: 'currency' }, negativeWhen: 'is_refund' },
  ],
};
const prefixed = { ...feed, idPrefix: 'web-', lateDays: 1 };
const key = 'transactions/ingest_date=2025-09-10/a.ndjson';

type Judged = {
  summary: DateSummary;
  rows: Record<string, string | null>[];
  quarantine: { line: number; rules: string[] }[];
};

async function accept(rows: readonly Record<string, unknown>[], released = false, by = contract): Promise<Judged> {
  const fresh = await lake.another();
  const text = rows.map((row, at) => JSON.stringify({ ...nativeRow({ transaction_id: `txn-${at}00000`, ...row }) }));
  await fresh.put(key, text.join('\n'));
  const date = { ingestDate: '2025-09-10', fingerprint: '', files: [{ key, size: 1, feed: feed.name }] };
  const summary = await acceptDate(
    fresh,
    by,
    { ...date, released, derive: true },
    { prefix: '_staged/', memoryMiB: 256, feeds: [prefixed] },
  );
  const names = contract.columns.map(({ name }) => `"${name}"::varchar as "${name}"`);
  const path = fresh.silverPath('_staged/accepted.parquet');
  const aside = await readObject(fresh.silver, '_staged/quarantine.ndjson').catch(() => Buffer.from(''));
  return {
    summary,
    rows: await ask(`select ${names.join(', ')} from '${path}' order by source_line`),
    quarantine: aside
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

test.each([
  ['on the fast path', {}],
  ['on the slow one', { currency: 'krw' }],
])('a product is that of its factors, and a row whose product is too large is none: %s', async (_, changes) => {
  const { rows, quarantine, summary } = await accept([
    { ...changes, quantity: '3', price: '0.35' },
    { ...changes, quantity: '99999.00', price: '999.00' },
    { ...changes, quantity: '99999999.00', price: '1.01' },
    { ...changes, quantity: 'x', price: '1' },
    { ...changes, quantity: '1', price: ' ' },
    { ...changes, quantity: '2', price: '5', is_refund: 'true' },
  ]);
  expect(rows.map((row) => [row.source_line, row.total, row.area])).toEqual([
    ['1', '1.0500', '9.00'],
    ['2', '99899001.0000', '9999800001.00'],
    ['6', '10.0000', '4.00'],
  ]);
  expect(quarantine.map(({ line, rules }) => [line, rules])).toEqual([
    [3, ['invalid:total']],
    [4, ['invalid:quantity']],
    [5, ['missing:price']],
  ]);
  expect(summary.measures?.in).toEqual({
    quantity: { pieces: '100100004.00' },
    total: { KRW: '99898992.0500' },
  });
  expect(summary.unparseableAmounts).toBe(3);
});

test.each([
  ['on the fast path', {}],
  ['on the slow one', { currency: 'krw' }],
])("the feed's prefix stands before ids and what refers to them, and nothing else: %s", async (_, changes) => {
  const sound = { quantity: '1', price: '1', ...changes };
  const { rows, quarantine } = await accept([
    { ...sound, transaction_id: 'abcd', original_transaction_id: 'efgh' },
    { ...sound, transaction_id: 12345678, card_id: '12345678' },
    { ...sound, transaction_id: 1234567.5 },
    { ...sound, transaction_id: '' },
    { ...sound, transaction_id: 'x'.repeat(61) },
  ]);
  expect(rows.map((row) => [row.transaction_id, row.original_transaction_id, row.card_id])).toEqual([
    ['web-abcd', 'web-efgh', 'card-1'],
    ['web-12345678', null, '12345678'],
  ]);
  expect(quarantine.map(({ line, rules }) => [line, rules])).toEqual([
    [3, ['invalid:transaction_id']],
    [4, ['missing:transaction_id']],
    [5, ['invalid:transaction_id']],
  ]);
});

test("how late a row may come is the feed's; of a released date any may, of one that is not the late are held", async () => {
  const at = (txn_ts: string): Record<string, unknown> => ({ quantity: '1', price: '1', txn_ts });
  const rows = [at('2025-09-09 00:00:00'), at('2025-09-08 23:59:59'), at('1988-05-08 02:30:00'), at('2001-01-01')];
  const kept = async (released: boolean): Promise<unknown[]> => {
    const { rows: accepted, summary } = await accept(rows, released);
    return [accepted.map((row) => row.txn_date), summary.rows.held, summary.released];
  };
  expect(await kept(false)).toEqual([['2025-09-09'], 2, false]);
  // The clocks of Seoul skipped that moment.
  expect(await kept(true)).toEqual([['2025-09-09', '2025-09-08', '2001-01-01'], 0, true]);
});

test.each<[string, Record<string, string[]>]>([
  ['kinds of which none requires anything', { approved: [], declined: [] }],
  ['no kinds at all', {}],
  ['one that requires something beside one that does not', { approved: ['merchant_name'], declined: [] }],
])('a dataset may have %s', async (_, required) => {
  const by: Contract = { ...contract, variants: { by: 'status', required } };
  const row = (status: string): Record<string, unknown> => ({ status, quantity: '1', price: '1' });
  const { rows, quarantine } = await accept([row('declined'), row('approved')], false, by);
  const isRequired = required.approved?.length === 1;
  expect(rows.map((found) => found.source_line)).toEqual(isRequired ? ['1'] : ['1', '2']);
  expect(quarantine.map(({ rules }) => rules)).toEqual(isRequired ? [['missing:merchant_name']] : []);
});
