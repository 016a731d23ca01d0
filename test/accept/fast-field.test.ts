import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JudgedField } from '../../lib/contracts/judged-fields.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { fastField, textOf } from '../../lib/stages/accept/fast-field.ts';
import { openDuckDB } from '../open-duckdb.ts';

/*
 * What the fast path takes of one field: its value, and whether a row may be taken as it is for all that this field says.
 */

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
  await connection.run("set timezone = 'UTC'");
  await connection.run("set variable clock_changes = ['2025-03-30']");
});
afterAll(() => close());

const field = (name: string, changes: Partial<JudgedField> = {}): JudgedField => ({
  name,
  place: name,
  type: { kind: 'text', maxLength: 5, pattern: '^[a-z]+$' },
  required: false,
  requiredBy: [],
  ...changes,
});
/** The last of some fields, with the texts of all: its value, and whether its row is sound. */
async function take(fields: readonly JudgedField[], ...texts: (string | null)[]): Promise<[unknown, unknown]> {
  const taken = fields.map((one) => fastField(transactions, one, fields));
  const said = fields.map((one, at) => {
    const text = texts[at];
    return `cast(${text == null ? 'null' : `'${text}'`} as varchar) as ${textOf(one)}`;
  });
  const values = fields.map(({ name }, at) => `${taken[at]?.value} as "${name}"`);
  const name = fields.at(-1)?.name;
  const found =
    await connection.runAndReadAll(`select cast("${name}" as varchar), ${taken.at(-1)?.isSound.join(' and ')}
    from (select *, ${values.join(', ')} from (select ${said.join(', ')}) texts) taken`);
  const [value, isSound] = found.getRowsJson()[0] ?? [];
  return [value, isSound];
}

test('a field may be missing; what is there has to be plainly valid', async () => {
  expect(await take([field('a')], 'x')).toEqual(['x', true]);
  expect(await take([field('a')], null)).toEqual([null, true]);
  expect(await take([field('a')], '1')).toEqual([null, false]);
});

test('one that is required may not be missing', async () => {
  const required = field('a', { required: true });
  expect(await take([required], 'x')).toEqual(['x', true]);
  expect(await take([required], null)).toEqual([null, false]);
  expect(await take([required], '1')).toEqual([null, false]);
});

test('one with a value for what is missing has that, and not for what is wrong', async () => {
  const withDefault = field('a', { whenMissing: 'none' });
  expect(await take([withDefault], 'x')).toEqual(['x', true]);
  expect(await take([withDefault], null)).toEqual(['none', true]);
  expect(await take([withDefault], '1')).toEqual([null, false]);
});

test('one that another fills has what that says where it is missing itself', async () => {
  const filled = [field('other'), field('source'), field('a', { filledFrom: 'source' })];
  expect(await take(filled, 'z', 'y', null)).toEqual(['y', true]);
  expect(await take(filled, 'z', 'x', 'x')).toEqual(['x', true]);
  expect(await take(filled, 'z', null, 'x')).toEqual(['x', true]);
  expect(await take(filled, 'z', null, null)).toEqual([null, true]);
});

test('two that differ are for a closer look, and so is either that is not plainly valid', async () => {
  const filled = [field('source'), field('a', { filledFrom: 'source' })];
  expect(await take(filled, 'y', 'x')).toEqual(['x', false]);
  expect(await take(filled, '1', null)).toEqual([null, false]);
  expect(await take(filled, 'y', '1')).toEqual([null, false]);
  // What is wrong with the source alone is said where it is judged itself.
  expect(await take(filled, '1', 'x')).toEqual(['x', true]);
});

test('one that is required is sound when another fills it', async () => {
  const filled = [field('source'), field('a', { filledFrom: 'source', required: true })];
  expect(await take(filled, 'y', null)).toEqual(['y', true]);
  expect(await take(filled, null, null)).toEqual([null, false]);
});

test('a local time is taken of the event alone: of other moments nobody has looked whether the clocks change', async () => {
  const moment = (name: string): JudgedField[] => [field(name, { type: { kind: 'instant' } })];
  const local = '2025-09-01 10:20:30';
  const at = '2025-09-01 10:20:30+00';
  expect(await take(moment(transactions.eventTime), local)).toEqual([at, true]);
  expect(await take(moment('other'), local)).toEqual([null, false]);
  for (const name of [transactions.eventTime, 'other'])
    expect(await take(moment(name), `${local}Z`)).toEqual([at, true]);
});

test('a field that is no moment is read by its type under any name', async () => {
  expect(await take([field('n', { type: { kind: 'integer', maxDigits: 3, min: 1 } })], '12')).toEqual(['12', true]);
});
