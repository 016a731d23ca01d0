import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { moneyOf } from '../../contracts/money-of.ts';
import { measureColumns } from '../../derive/measure-columns.ts';
import type { Sums } from '../../run/date-summary.ts';
import type { ControlTotal, Verdict, Verdicts } from '../../run/records.ts';

/*
 * Questions to the tables that `rankRun` fills: `rows` (the index), `ranked` (rows whose id occurs more than once),
 * `outranked` among them, `touched` event dates.
 */

const notOutranked = 'anti join outranked using (source_file, source_line)';

/**
 * What will stand in Silver by touched event date: the rows (measure `rows`, also of a date that has none left), and every measure
 * by unit.
 */
export function controlTotalsSql(contract: Contract): string {
  const { eventDate } = contract;
  const standing = `(select * from rows ${notOutranked}) standing`;
  const rows = `
    select "${eventDate}" as event_date, 'rows' as measure, '' as unit, count(source_file) as row_count,
      cast(count(source_file) as decimal(38, 8)) as amount
    from touched left join ${standing} using ("${eventDate}") group by all`;
  const measures = measureColumns(contract).map(
    ({ measure, unit, value }) => `
    select "${eventDate}", '${measure.name}', "${unit}", count(*), cast(sum("${value}") as decimal(38, 8))
    from ${standing} semi join touched using ("${eventDate}") group by "${eventDate}", "${unit}"`,
  );
  return `select * from (${[rows, ...measures].join(' union all ')}) totals order by event_date, measure, unit`;
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
  return result.getRows().map(([date, measure, unit, rows, amount]) => ({
    date: String(date),
    measure: String(measure),
    unit: String(unit),
    rows: Number(rows),
    amount: String(amount),
  }));
}

/** What became of the accepted rows of each of the ingest dates. */
export async function readVerdicts(
  connection: DuckDBConnection,
  contract: Contract,
  ingestDates: readonly string[],
): Promise<Record<string, Verdicts>> {
  const judged = `(
    select rows.*, cast(rows.ingest_date as varchar) as date,
      case when outranked.source_file is null then 'loaded' when superseded then 'superseded' else 'duplicate' end as verdict
    from rows left join (select source_file, source_line, superseded from outranked) outranked using (source_file, source_line)
    where rows.ingest_date in (${ingestDates.map((date) => `date '${date}'`).join(', ') || 'null'})) judged`;
  const measures = measureColumns(contract).map(
    ({ measure, unit, value, sumType }) =>
      `select date, verdict, '${measure.name}', "${unit}", 0, cast(cast(sum("${value}") as ${sumType}) as varchar)
       from ${judged} group by all`,
  );
  const rows = `select date, verdict, 'rows' as measure, '' as unit, count(*) as n, '' as amount from ${judged} group by all`;
  const result = await connection.runAndReadAll(`${[rows, ...measures].join(' union all ')} order by all`);
  const verdicts = Object.fromEntries(ingestDates.map((date) => [date, noVerdicts(contract)]));
  const money = moneyOf(contract)?.name;
  for (const { date, verdict, measure, unit, n, amount } of result.getRowObjectsJson()) {
    const day = verdicts[String(date)] ?? noVerdicts(contract);
    const of = verdict as Verdict;
    if (measure === 'rows') day.rows[of] = Number(n);
    else day.measures[of][String(measure)] = { ...day.measures[of][String(measure)], [String(unit)]: String(amount) };
    if (measure === money) day.money[of][String(unit)] = String(amount);
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

function noVerdicts({ measures }: Contract): Required<Verdicts> {
  const none = (): Sums => Object.fromEntries(measures.map(({ name }) => [name, {}]));
  return {
    rows: { loaded: 0, duplicate: 0, superseded: 0 },
    money: { loaded: {}, duplicate: {}, superseded: {} },
    measures: { loaded: none(), duplicate: none(), superseded: none() },
  };
}
