import fc from 'fast-check';
import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { rankSql } from '../../lib/stages/rank/rank-sql.ts';
import { ask } from '../laws/read-rows.ts';

type IndexRow = {
  id: string;
  version: number;
  date: number;
  ingest: number;
  file: string;
  line: number;
  lookback: number;
};

/** Days around the look-back of 30, a far one, and ids few enough to meet. */
const indexRow: fc.Arbitrary<IndexRow> = fc.record({
  id: fc.constantFrom('a', 'b'),
  version: fc.integer({ min: 1, max: 3 }),
  date: fc.constantFrom(0, 1, 2, 40),
  ingest: fc.constantFrom(0, 1, 2, 29, 30, 31, 60, 61, 62, 400),
  file: fc.constantFrom('a', 'A', 'aé', 'b'),
  line: fc.integer({ min: 1, max: 3 }),
  lookback: fc.constantFrom(30, 30, 1_000_000, 0, 2),
});

const rank = ({ version, ingest, file, line }: IndexRow): (number | string)[] => [version, ingest, file, line];

function isGreater(a: IndexRow, b: IndexRow): boolean {
  const [x, y] = [rank(a), rank(b)];
  const at = x.findIndex((value, index) => value !== y[index]);
  if (at < 0) return false;
  if (at === 2) return Buffer.compare(Buffer.from(a.file), Buffer.from(b.file)) > 0;
  return Number(x[at]) > Number(y[at]);
}

/** Interfaces, section 3, word by word: each row against every other. */
function judge(rows: readonly IndexRow[]): { outranked: boolean; superseded: boolean }[] {
  return rows.map((row) => {
    const above = rows.filter(
      (other) =>
        other.id === row.id &&
        isGreater(other, row) &&
        (other.date === row.date || Math.abs(other.ingest - row.ingest) <= Math.min(other.lookback, row.lookback)),
    );
    return { outranked: above.length > 0, superseded: above.some((other) => other.version > row.version) };
  });
}

async function rankInSql(rows: readonly IndexRow[]): Promise<{ outranked: boolean; superseded: boolean }[]> {
  const values = rows.map(
    ({ id, version, date, ingest, file, line, lookback }, at) =>
      `(${at}, '${id}', ${version}::bigint, date '2025-01-01' + ${date}, date '2025-01-01' + ${ingest}, '${file}', ${line}, ${lookback})`,
  );
  const relation = `(values ${values.join(', ')}) rows (place, transaction_id, version, txn_date, ingest_date, source_file, source_line, lookback_days)`;
  const lookbacks = [...new Set(rows.map(({ lookback }) => lookback))];
  const rankedRows = await ask(
    `select outranked, superseded from (${rankSql(transactions, relation, lookbacks)}) order by place`,
  );
  return rankedRows as unknown as { outranked: boolean; superseded: boolean }[];
}

test('the windows say what comparing every pair says, whatever the look-backs', async () => {
  const place = ({ ingest, file, line }: IndexRow): string => `${ingest} ${file} ${line}`;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(indexRow, { minLength: 1, maxLength: 24, selector: place, size: 'max' }),
      async (rows) => {
        expect(await rankInSql(rows)).toEqual(judge(rows));
      },
    ),
    { numRuns: 80 },
  );
});

const row = (changes: Partial<IndexRow>): IndexRow => ({
  id: 'a',
  version: 1,
  date: 0,
  ingest: 0,
  file: 'a',
  line: 1,
  lookback: 30,
  ...changes,
});

test.each([
  ['the later line of a file', row({ line: 10 }), row({ line: 9 }), 'duplicate'],
  ['the later file', row({ file: 'b' }), row({ line: 9 }), 'duplicate'],
  ['the later ingest date, 30 days on', row({ ingest: 30, date: 30 }), row({ file: 'b' }), 'duplicate'],
  ['nothing 31 days on', row({ ingest: 31, date: 31 }), row({}), 'loaded'],
  ['31 days on, of the same event date', row({ ingest: 31 }), row({}), 'duplicate'],
  ['a higher version that came before', row({ version: 2 }), row({ ingest: 5, date: 5 }), 'superseded'],
  ['the smaller look-back of the two counts', row({ ingest: 40, date: 40, lookback: 1_000_000 }), row({}), 'loaded'],
  ['another id: nothing', row({ id: 'b', version: 2 }), row({}), 'loaded'],
] as const)('%s', async (_, winner, loser, fate) => {
  const expected = { outranked: fate !== 'loaded', superseded: fate === 'superseded' };
  expect(await rankInSql([winner, loser])).toEqual([{ outranked: false, superseded: false }, expected]);
});

test('a chain over the look-back: the middle outranks the first though the last outranks the middle', async () => {
  const chain = [row({}), row({ ingest: 25, date: 25, line: 2 }), row({ ingest: 50, date: 50, line: 3 })];
  expect((await rankInSql(chain)).map(({ outranked }) => outranked)).toEqual([true, true, false]);
});
