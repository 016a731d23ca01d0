import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import type { ControlTotal, Verdict, Verdicts } from '../../run/records.ts';

/*
 * Questions to the tables that `rankRun` fills: `rows` (the index), `ranked` (rows whose id occurs more than once),
 * `outranked` among them, `touched` event dates.
 */

const notOutranked = 'anti join outranked using (source_file, source_line)';

/** Rows and money that will stand in Silver by touched event date and currency; a date without rows counts zero of ''. */
export function controlTotalsSql({ eventDate }: Contract): string {
  return `
    select "${eventDate}", coalesce(currency, '') as currency,
      count(currency) as row_count, cast(coalesce(sum(signed_amount), 0) as decimal(38, 2)) as amount
    from touched left join (select * from rows ${notOutranked}) standing using ("${eventDate}")
    group by all order by all`;
}

/** The outranked rows that staging has to leave out. */
export function outrankedOfTouched({ eventDate }: Contract): string {
  return `select source_file, source_line from outranked semi join touched using ("${eventDate}")`;
}

/** The control totals of the dates that keep rows. */
export async function readControlTotals(connection: DuckDBConnection, contract: Contract): Promise<ControlTotal[]> {
  const result = await connection.runAndReadAll(
    `select columns(*)::varchar from (${controlTotalsSql(contract)}) totals where row_count > 0`,
  );
  return result.getRows().map(([date, currency, rows, amount]) => ({
    date: String(date),
    currency: String(currency),
    rows: Number(rows),
    amount: String(amount),
  }));
}

/** What became of the accepted rows of each of the ingest dates. */
export async function readVerdicts(
  connection: DuckDBConnection,
  ingestDates: readonly string[],
): Promise<Record<string, Verdicts>> {
  const result = await connection.runAndReadAll(`
    select cast(rows.ingest_date as varchar) as date, rows.currency,
      case when outranked.source_file is null then 'loaded' when superseded then 'superseded' else 'duplicate' end as verdict,
      count(*) as n, cast(sum(rows.signed_amount) as varchar) as amount
    from rows left join outranked using (source_file, source_line)
    where rows.ingest_date in (${ingestDates.map((date) => `date '${date}'`).join(', ') || 'null'})
    group by all order by all`);
  const verdicts = Object.fromEntries(ingestDates.map((date) => [date, noVerdicts()]));
  for (const row of result.getRowObjectsJson()) {
    const day = verdicts[String(row.date)] ?? noVerdicts();
    const verdict = String(row.verdict) as Verdict;
    day.rows[verdict] += Number(row.n);
    day.money[verdict][String(row.currency)] = String(row.amount);
  }
  return verdicts;
}

/** Pairs of rows, neither outranked, that share an id and an event date or lie within both look-backs: none, by the laws. */
export async function countResidual(connection: DuckDBConnection, { id, eventDate }: Contract): Promise<number> {
  const result = await connection.runAndReadAll(`
    with standing as (select * from ranked where not outranked)
    select count(*) from standing a join standing b
      on a."${id}" = b."${id}" and (a.source_file, a.source_line) < (b.source_file, b.source_line)
      and (a."${eventDate}" = b."${eventDate}"
        or abs(a.ingest_date - b.ingest_date) <= least(a.lookback_days, b.lookback_days))`);
  return Number(result.getRows()[0]?.[0] ?? 0);
}

function noVerdicts(): Verdicts {
  return { rows: { loaded: 0, duplicate: 0, superseded: 0 }, money: { loaded: {}, duplicate: {}, superseded: {} } };
}
