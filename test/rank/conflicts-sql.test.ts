import fc from 'fast-check';
import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { conflictsSql } from '../../lib/stages/rank/conflicts-sql.ts';
import { rankSql } from '../../lib/stages/rank/rank-sql.ts';
import { ask } from '../laws/read-rows.ts';

type IndexRow = {
  id: string;
  version: number;
  date: number;
  ingest: number;
  feed: string;
  line: number;
  lookback: number;
  amount: string;
  currency: string;
  status: string | null;
};

const indexRow: fc.Arbitrary<IndexRow> = fc.record({
  id: fc.constantFrom('a', 'b'),
  version: fc.integer({ min: 1, max: 2 }),
  date: fc.constantFrom(0, 1, 40),
  ingest: fc.constantFrom(0, 1, 29, 30, 31, 60, 61, 400),
  feed: fc.constantFrom('x', 'x', 'y'),
  line: fc.integer({ min: 1, max: 4 }),
  lookback: fc.constantFrom(30, 30, 1_000_000, 0, 2),
  amount: fc.constantFrom('1.00', '-1.00', '2.00'),
  currency: fc.constantFrom('KRW', 'KRW', 'USD'),
  status: fc.constantFrom('approved', 'approved', 'declined'),
});

const place = ({ ingest, feed, line }: IndexRow): string => `${ingest} ${feed} ${line}`;
const order = ({ ingest, feed, line }: IndexRow): number => ingest * 100 + (feed === 'y' ? 10 : 0) + line;
const isNear = (a: IndexRow, b: IndexRow): boolean =>
  a.date === b.date || Math.abs(a.ingest - b.ingest) <= Math.min(a.lookback, b.lookback);
const says = ({ feed, amount, currency, status }: IndexRow): string => [feed, amount, currency, status].join();

/** The interfaces, pair by pair: each row with the nearest of its id and version that outranks it and differs. */
function judge(rows: readonly IndexRow[]): [string, string][] {
  return rows.flatMap((row): [string, string][] => {
    const others = rows.filter(
      (other) =>
        other.id === row.id &&
        other.version === row.version &&
        order(other) > order(row) &&
        isNear(other, row) &&
        says(other) !== says(row),
    );
    const [nearest] = others.sort((a, b) => order(a) - order(b));
    return nearest ? [[place(row), place(nearest)]] : [];
  });
}

async function findInSql(rows: readonly IndexRow[]): Promise<[string, string][]> {
  const values = rows.map(
    ({ id, version, date, ingest, feed, line, lookback, amount, currency, status }) =>
      `('${id}', ${version}::bigint, date '2025-01-01' + ${date}, date '2025-01-01' + ${ingest}, '${feed}/${ingest}', ` +
      `${line}, ${lookback}, ${amount}::decimal(18, 2), '${currency}', ${status === null ? 'null' : `'${status}'`})`,
  );
  const relation =
    `(values ${values.join(', ')}) rows (transaction_id, version, txn_date, ingest_date, source_file, source_line, ` +
    'lookback_days, signed_amount, currency, status)';
  const lookbacks = [...new Set(rows.map(({ lookback }) => lookback))];
  const found = await ask(conflictsSql(transactions, `(${rankSql(transactions, relation, lookbacks)})`, lookbacks));
  return found.map((row) => {
    const at = (file: unknown, line: unknown): string => `${String(file).split('/').reverse().join(' ')} ${line}`;
    return [at(row.a_file, row.a_line), at(row.b_file, row.b_line)];
  });
}

test('the windows find what comparing every pair finds: whoever is outranked and contradicted, with the nearest that does', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(indexRow, { minLength: 1, maxLength: 20, selector: place, size: 'max' }),
      async (rows) => {
        const expected = judge(rows);
        found += expected.length;
        expect((await findInSql(rows)).sort()).toEqual(expected.sort());
      },
    ),
    { numRuns: 100 },
  );
  expect(found).toBeGreaterThan(100);
});

const row = (changes: Partial<IndexRow>): IndexRow => ({
  id: 'a',
  version: 1,
  date: 0,
  ingest: 0,
  feed: 'x',
  line: 1,
  lookback: 30,
  amount: '1.00',
  currency: 'KRW',
  status: 'approved',
  ...changes,
});

test.each([
  ['another amount', { amount: '2.00' }, 1],
  ['a refund of the same amount', { amount: '-1.00' }, 1],
  ['another currency', { currency: 'USD' }, 1],
  ['another status', { status: 'declined' }, 1],
  ['another feed', { feed: 'y' }, 1],
  ['the same', {}, 0],
  ['a correction', { version: 2, amount: '2.00' }, 0],
  ['another id', { id: 'b', amount: '2.00' }, 0],
  ['31 days on, of another date', { ingest: 31, date: 31, amount: '2.00' }, 0],
  ['31 days on, of the same date', { ingest: 31, amount: '2.00' }, 1],
  ['a status that an older index does not know', { status: null }, 0],
  ['a status that is not known, but another amount', { status: null, amount: '2.00' }, 1],
] as const)('a row and then %s', async (_, changes, rows) => {
  expect(await findInSql([row({}), row({ line: 2, ...changes })])).toHaveLength(rows);
});

test('a chain of three counts as two changes, each with the one that came next', async () => {
  const chain = [row({}), row({ line: 2, amount: '2.00' }), row({ line: 3 })];
  expect((await findInSql(chain)).sort()).toEqual([
    ['0 x 1', '0 x 2'],
    ['0 x 2', '0 x 3'],
  ]);
});

test('an id that a file repeats fifty thousand times, each time with another amount, takes no time to speak of', async () => {
  const relation = `(select 'a' as transaction_id, 1::bigint as version, date '2025-01-01' as txn_date,
    date '2025-01-01' as ingest_date, 'x/f' as source_file, n as source_line, 30 as lookback_days,
    n::decimal(18, 2) as signed_amount, 'KRW' as currency, 'approved' as status from range(50000) numbers (n))`;
  const ranked = `(${rankSql(transactions, relation, [30])})`;
  const [found] = await ask(`select count(*)::integer as n from (${conflictsSql(transactions, ranked, [30])})`);
  expect(found?.n).toBe(49_999);
});
