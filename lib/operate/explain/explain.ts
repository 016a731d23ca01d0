import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { versionOf } from '../../contracts/version-of.ts';
import { findContract } from '../../datasets/find-contract.ts';
import { PaylakeError } from '../../errors.ts';
import { type Engine, openEngine } from '../../lake/engine.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { acceptedPrefix, acceptedRoot, dateOfFolder, summaryKey } from '../../lake/keys.ts';
import { download, getJson, listFolders } from '../../lake/objects.ts';
import { daysBetween } from '../../run/calendar.ts';
import { countOf } from '../../run/count-of.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import { text } from '../../stages/accept/rows-sql.ts';
import { rankSql } from '../../stages/rank/rank-sql.ts';
import { readWithdrawals } from '../runs/read-withdrawals.ts';
import { deliveredDates } from '../status/delivered-dates.ts';
import { findBlocked } from '../status/find-blocked.ts';
import type { Target } from '../targets/target.ts';
import { type AcceptedRow, type Arrival, acceptedArrival, byArrival } from './arrival.ts';
import { explainBlocked } from './explain-blocked.ts';
import { explainFact, type FactPlace } from './explain-fact.ts';
import { explainWithdrawn } from './explain-withdrawn.ts';
import { findSetAside } from './find-set-aside.ts';
import { findSilverKey } from './find-silver-key.ts';

export type Explanation = {
  schema: 'paylake.explain/1';
  id: string;
  dataset: string;
  /** In order of arrival. */
  arrivals: Arrival[];
  /** Where the rows that stand can be found: at most one a business date. */
  stands: (FactPlace & { silverKey: string })[];
  /** Ingest dates that were looked through: those whose run was published. */
  searchedDates: number;
  /** And those whose latest run was blocked. */
  blockedDates: number;
};

/** `explain`: every row with the id that ever arrived, as published or as a blocked run found it, its verdict and where it counts. */
export async function explain(target: Target, dataset: string, id: string): Promise<Explanation> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id))
    throw new PaylakeError('usage', `"${id}" is no id`, 'letters, digits, _ and -, up to 64 of them');
  const contract = findContract(dataset);
  const { silver } = target;
  const folders = (await listFolders(silver, acceptedRoot(dataset))).map(dateOfFolder);
  const found = await forEachLimited(folders, 16, (date) => getJson<DateSummary>(silver, summaryKey(dataset, date)));
  // A summary says that its date is published.
  const summaries = found.flatMap((summary) => (summary ? [summary.value] : []));
  const dates = summaries.map(({ ingestDate }) => ingestDate);
  const engine = await openEngine({ memoryMiB: 1024 });
  try {
    const connection = await engine.connect();
    const ingestDates = await findDates(target, engine, connection, { dataset, id, dates });
    const rows = await rankedRows(target, engine, connection, { dataset, id, ingestDates });
    const setAside = await forEachLimited(summaries, 16, (summary) => findSetAside(target, summary, id));
    const published = [...rows.map((row) => toArrival(contract, row, rows)), ...setAside.flat()];
    const blocked = await findBlocked(target, dataset, await deliveredDates(target.bronze, dataset));
    const stopped = await forEachLimited(blocked, 4, (date) => explainBlocked(target, engine, connection, date, id));
    // Until a run has taken it out, the file's rows are published.
    const withdrawals = (await readWithdrawals(silver, contract.name)).filter(({ isPending }) => !isPending);
    const withdrawn = await explainWithdrawn(target.bronze, withdrawals, id);
    // A date that is published with other files has the same row in both.
    const known = new Set([...published, ...withdrawn].map(placeOf));
    const standing = rows.filter(({ outranked }) => outranked === 'false');
    return {
      schema: 'paylake.explain/1',
      id,
      dataset,
      arrivals: [...published, ...withdrawn, ...stopped.flat().filter((row) => !known.has(placeOf(row)))].sort(
        byArrival,
      ),
      stands: await forEachLimited(standing, 1, async (row) => ({
        silverKey: await findSilverKey(silver, contract, row),
        ...(await explainFact(target, dataset, row)),
      })),
      searchedDates: dates.length,
      blockedDates: blocked.length,
    };
  } finally {
    await engine.close();
  }
}

/** The ingest dates that hold an accepted row of the id; only the narrow indexes are read. */
async function findDates(
  { silver }: Target,
  { scratch }: Engine,
  connection: DuckDBConnection,
  { dataset, id, dates }: { dataset: string; id: string; dates: readonly string[] },
): Promise<string[]> {
  const paths = await forEachLimited(dates, 16, (date) =>
    download(silver, `${acceptedPrefix(dataset, date)}index.parquet`, join(scratch, `index-${date}.parquet`)),
  );
  if (paths.length === 0) return [];
  const column = findContract(dataset).id;
  const found = await connection.runAndReadAll(
    `select distinct cast(ingest_date as varchar) as ingest_date from read_parquet([${paths.map(text).join(', ')}])
    where "${column}" = ${text(id)} order by 1`,
  );
  return found.getRows().map(([date]) => String(date));
}

/** The accepted rows of the id, whole, with what ranking says of them; values as text. */
async function rankedRows(
  { silver }: Target,
  { scratch }: Engine,
  connection: DuckDBConnection,
  { dataset, id, ingestDates }: { dataset: string; id: string; ingestDates: readonly string[] },
): Promise<AcceptedRow[]> {
  if (ingestDates.length === 0) return [];
  const contract = findContract(dataset);
  const accepted = await forEachLimited(ingestDates, 8, (date) =>
    download(silver, `${acceptedPrefix(dataset, date)}accepted.parquet`, join(scratch, `accepted-${date}.parquet`)),
  );
  const indexes = ingestDates.map((date) => join(scratch, `index-${date}.parquet`));
  const filter = `where "${contract.id}" = ${text(id)}`;
  const version = contract.versionOrder === undefined ? `, 1::bigint as "${versionOf(contract)}"` : '';
  await connection.run(`create or replace table versions as
    select rows.*${version}, lookback_days from read_parquet([${accepted.map(text).join(', ')}], union_by_name = true) rows
    join (select source_file, source_line, lookback_days from read_parquet([${indexes.map(text).join(', ')}]) ${filter})
      using (source_file, source_line) ${filter}`);
  const lookbacks = await connection.runAndReadAll('select distinct lookback_days from versions order by 1');
  const days = lookbacks.getRows().map(([value]) => Number(value));
  const ranked = await connection.runAndReadAll(
    `select columns(*)::varchar from (
      select * from (${rankSql(contract, 'versions', days)}) order by "${versionOf(contract)}", ingest_date, source_file, source_line)`,
  );
  return ranked.getRowObjectsJson() as AcceptedRow[];
}

function toArrival(contract: Contract, row: AcceptedRow, rows: readonly AcceptedRow[]): Arrival {
  const verdict = row.outranked === 'false' ? 'loaded' : row.superseded === 'true' ? 'superseded' : 'duplicate';
  return { ...acceptedArrival(contract, row), verdict, why: whyOf(contract, row, rows) };
}

function placeOf({ file, line }: Arrival): string {
  return `${file}:${line}`;
}

function whyOf(contract: Contract, row: AcceptedRow, rows: readonly AcceptedRow[]): string {
  if (row.outranked === 'false') {
    const others = rows.filter(({ outranked }) => outranked === 'true').length;
    return others === 0 ? 'nothing outranks it' : `it outranks ${countOf(others, 'other row')}`;
  }
  // Rows stand in rank order: the last one near enough is what it gave way to.
  const winner = rows.slice(rows.indexOf(row) + 1).findLast((other) => isNear(contract, row, other));
  const place = `${winner?.source_file} line ${winner?.source_line}`;
  return row.superseded === 'true'
    ? `outranked by version ${winner?.[versionOf(contract)]} in ${place}`
    : `outranked by the same version that came later or stands later, in ${place}`;
}

/** Whether two rows of one id are versions of one transaction (interfaces, section 3: outranked). */
function isNear({ eventDate }: Contract, row: AcceptedRow, other: AcceptedRow): boolean {
  const days = Math.abs(daysBetween(row.ingest_date ?? '', other.ingest_date ?? ''));
  return (
    row[eventDate] === other[eventDate] || days <= Math.min(Number(row.lookback_days), Number(other.lookback_days))
  );
}
