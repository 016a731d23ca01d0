import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Contract, indexedColumns } from '../../contracts/contract.ts';
import { versionOf } from '../../contracts/version-of.ts';
import { measureColumns, signedSql, unitSql } from '../../derive/measure-columns.ts';
import type { Feed } from '../../feeds/feed.ts';
import { text } from './rows-sql.ts';

/** Look-back of feeds whose ids never recur, in days: longer than any history. */
const unlimitedDays = 1_000_000;

/**
 * Writes the accepted rows in contract order (`accepted.parquet`) and their index (`index.parquet`: id, rank, event date, signed
 * measures, look-back, what tells rows of one version apart), which is all that ranking needs. Returns the names.
 */
export async function writeAccepted(
  connection: DuckDBConnection,
  contract: Contract,
  { ingestDate, feeds }: { ingestDate: string; feeds: readonly Feed[] },
  directory: string,
): Promise<string[]> {
  const { id, versionOrder, eventDate } = contract;
  const derived: Record<string, string> = {
    [id]: `case when content is null then "${id}" else ${contentId(feeds)} end`,
    ingest_date: `date '${ingestDate}'`,
    source_file: 'file',
    source_line: 'line',
  };
  const columns = contract.columns.map(({ name }) => `${derived[name] ?? `"${name}"`} as "${name}"`);
  await connection.run(`create or replace view with_ids as select accepted.*, ordinal from accepted left join (
    select file, line, row_number() over (partition by file, content order by line) as ordinal
    from (select file, line, content from accepted union all select file, line, content from set_aside)
    where content is not null) ordinals using (file, line)`);
  const lookback = byFeed(feeds, ({ lookbackDays }) =>
    String(lookbackDays === 'unlimited' ? unlimitedDays : lookbackDays),
  );
  await write(connection, join(directory, 'accepted.parquet'), `select ${columns.join(', ')} from with_ids`);
  const version = versionOrder === undefined ? `1::bigint as "${versionOf(contract)}"` : `"${versionOrder}"`;
  const measured = measureColumns(contract).map(
    ({ measure, unit, value }) => `${unitSql(measure)} as "${unit}", ${signedSql(measure)} as "${value}", `,
  );
  const told = indexedColumns(contract).map(({ name }) => `, "${name}"`);
  await write(
    connection,
    join(directory, 'index.parquet'),
    `select "${id}", ${version}, "${eventDate}", ingest_date, source_file, source_line, ${measured.join('')}lookback_days${told.join('')}
    from (select ${columns.join(', ')}, ${lookback} as lookback_days from with_ids)`,
  );
  return ['accepted.parquet', 'index.parquet'];
}

/** Writes the rows that are not accepted, one JSON object a line, where there are any. Returns the names. */
export async function writeSetAside(
  connection: DuckDBConnection,
  contract: Contract,
  directory: string,
): Promise<string[]> {
  const written: string[] = [];
  for (const [name, condition] of [
    ['quarantine.ndjson', 'rules is not null'],
    ['held.ndjson', 'rules is null'],
  ]) {
    const found = await connection.runAndReadAll(`select count(*) from set_aside where ${condition}`);
    if (found.getRows()[0]?.[0] === 0n) continue;
    await connection.run(`copy (
      select raw, coalesce(rules, []) as rules, file, line, ${contract.version} as "contractVersion"
      from set_aside where ${condition} order by file, line
    ) to ${text(join(directory, name ?? ''))} (format json)`);
    written.push(name ?? '');
  }
  return written;
}

/** Id of a row without one: the hash of what tells it from others and how many equal ones stand before it in its file. */
function contentId(feeds: readonly Feed[]): string {
  const prefix = byFeed(feeds, ({ idPrefix = '' }) => text(idPrefix));
  return `${prefix} || left(sha256(content || ':' || ordinal), 32)`;
}

/** SQL of what each feed of the dataset says, by a row's file. */
function byFeed(feeds: readonly Feed[], say: (feed: Feed) => string): string {
  const cases = feeds.map((feed) => `when starts_with(file, ${text(`${feed.name}/`)}) then ${say(feed)}`);
  return `case ${cases.join(' ')} end`;
}

async function write(connection: DuckDBConnection, path: string, select: string): Promise<void> {
  await connection.run(`copy (${select}) to ${text(path)} (format parquet, compression zstd, compression_level 1)`);
}
