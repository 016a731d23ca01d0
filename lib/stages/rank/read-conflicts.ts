import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import type { Money } from '../../run/date-summary.ts';
import type { Conflicts } from '../../run/records.ts';
import { conflictsSql } from './conflicts-sql.ts';

/**
 * The rows of `ranked` that contradict one another, by ingest date, of the pairs that have a row of a derived date. A pair is of
 * the date that brings the row which outranks, since money moves by it; of the outranked one's if only that is derived.
 */
export async function readConflicts(
  connection: DuckDBConnection,
  contract: Contract,
  lookbacks: readonly number[],
  derivedDates: readonly string[],
): Promise<Record<string, Conflicts>> {
  const derived = derivedDates.map((date) => `'${date}'`).join(', ') || 'null';
  await connection.run(`create table conflicts as
    select *, case when b_date in (${derived}) then b_date else a_date end as date,
      case when b_date in (${derived}) then b_feed else a_feed end as feed
    from (${conflictsSql(contract, 'ranked', lookbacks)}) pairs
    where a_date in (${derived}) or b_date in (${derived})`);
  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const feeds = await ask('select date, feed, count(*) as n from conflicts group by all order by all');
  const moved = await ask(`
    select date, side, currency, cast(sum(amount) as varchar) as amount from (
      select date, 'leaves' as side, a_currency as currency, a_amount as amount from conflicts
      union all select date, 'comes', b_currency, b_amount from conflicts)
    where currency is not null group by all order by all`);
  const digests = await ask(`
    select date, cast(bit_xor(hash(a_file, a_line, a_says, b_file, b_line, b_says)) as varchar) as digest
    from conflicts group by all order by all`);
  const examples = await ask(`
    select date, a_file, a_line, a_says, b_file, b_line, b_says from conflicts
    qualify row_number() over (partition by date order by a_file, a_line) <= 3 order by date, a_file, a_line`);
  const moneyOf = (date: unknown, side: 'leaves' | 'comes'): Money =>
    Object.fromEntries(
      moved.filter((row) => row.date === date && row.side === side).map(({ currency, amount }) => [currency, amount]),
    );
  return Object.fromEntries(
    digests.map(({ date, digest }) => {
      const counted = feeds.filter((row) => row.date === date).map(({ feed, n }) => [String(feed), Number(n)] as const);
      const conflicts: Conflicts = {
        rows: counted.reduce((sum, [, n]) => sum + n, 0),
        feeds: Object.fromEntries(counted),
        leaves: moneyOf(date, 'leaves'),
        comes: moneyOf(date, 'comes'),
        digest: String(digest),
        examples: examples.filter((row) => row.date === date).map(toExample),
      };
      return [String(date), conflicts];
    }),
  );
}

function toExample(row: Record<string, unknown>): Conflicts['examples'][number] {
  return {
    file: String(row.a_file),
    line: Number(row.a_line),
    reason: `${row.a_says}, outranked by ${row.b_file}:${row.b_line} with ${row.b_says}`,
  };
}
