import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Contract, judgedColumns } from '../../contracts/contract.ts';
import { duckdbType } from '../../contracts/duckdb-type.ts';
import { feedsOf } from '../../datasets/find-feed.ts';
import { measureColumns } from '../../derive/measure-columns.ts';
import type { Feed } from '../../feeds/feed.ts';
import { openEngine } from '../../lake/engine.ts';
import { type Bucket, putJson, upload } from '../../lake/objects.ts';
import type { TellProgress } from '../../run/item-progress.ts';
import type { DateSummary, PlannedDate } from '../../run/records.ts';
import { countReading } from './count-reading.ts';
import { readFeed } from './read-feed.ts';
import { summarise } from './summarise.ts';
import { writeAccepted, writeSetAside } from './write-rows.ts';

/**
 * Accept: reads an ingest date's Bronze files, judges every row and writes under `prefix` the accepted rows (Parquet), their
 * narrow index, the rows set aside with raw text and reason, and the summary. A pure function of Bronze: whatever else was
 * run makes no difference.
 *
 * @param options.feeds those of the files, where they are not the registered ones.
 * @param options.tell told after each batch how much of the files is read.
 */
export async function acceptDate(
  buckets: { bronze: Bucket; silver: Bucket },
  contract: Contract,
  date: PlannedDate,
  options: { prefix: string; memoryMiB: number; feeds?: readonly Feed[]; tell?: TellProgress },
): Promise<DateSummary> {
  const engine = await openEngine({ memoryMiB: options.memoryMiB, threads: 1 });
  try {
    const connection = await engine.connect();
    await createTables(connection, contract);
    const results = [];
    const { ingestDate, released } = date;
    const feeds = options.feeds ?? feedsOf(contract.name);
    const reading = countReading(date.files, options.tell);
    for (const feed of feeds) {
      const files = date.files.filter((file) => file.feed === feed.name);
      if (files.length === 0) continue;
      results.push(await readFeed(engine, buckets.bronze, contract, { feed, files, ingestDate, released }, reading));
    }
    await createAccepted(
      connection,
      contract,
      results.flatMap(({ batches }) => batches),
    );
    const written = [
      ...(await writeAccepted(connection, contract, { ingestDate, feeds }, engine.scratch)),
      ...(await writeSetAside(connection, contract, engine.scratch)),
    ];
    const summary = await summarise(connection, contract, date, results);
    for (const name of written) await upload(buckets.silver, options.prefix + name, join(engine.scratch, name));
    await putJson(buckets.silver, `${options.prefix}summary.json`, summary);
    return summary;
  } finally {
    await engine.close();
  }
}

const source = ['file', 'line', 'lines', 'content'];

/** What judging fills: rows to look at closely, those of them that are accepted after all, and those that are not. */
async function createTables(connection: DuckDBConnection, contract: Contract): Promise<void> {
  const columns = judgedColumns(contract).map(({ name, type }) => `"${name}" ${duckdbType(type)}`);
  const typed = 'file varchar, line bigint, lines integer, content varchar';
  const measured = measureColumns(contract).map(({ unit, value, type }) => `, "${unit}" varchar, "${value}" ${type}`);
  await connection.run(`create table cleared (${typed}, ${columns.join(', ')}, "${contract.eventDate}" date)`);
  await connection.run(
    `create table doubtful (${typed}, raw varchar, doc varchar, malformed boolean, card_number boolean)`,
  );
  await connection.run(
    `create table set_aside (${typed}, raw varchar, rules varchar[], event_date date${measured.join('')})`,
  );
}

/** The accepted rows where they were read: to copy them into one table would take longer than to judge them. */
async function createAccepted(
  connection: DuckDBConnection,
  contract: Contract,
  batches: readonly string[],
): Promise<void> {
  const names = [...source, ...judgedColumns(contract).map(({ name }) => name), contract.eventDate];
  const columns = names.map((name) => `"${name}"`).join(', ');
  const plain = batches.map((batch) => `select ${columns} from ${batch} where plain`);
  await connection.run(`create view accepted as ${[...plain, `select ${columns} from cleared`].join(' union all ')}`);
}
