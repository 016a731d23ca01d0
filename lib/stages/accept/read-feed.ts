import { createHash, type Hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { maskCardNumbers } from '../../contracts/card-number.ts';
import { type Contract, fileColumns } from '../../contracts/contract.ts';
import type { Feed } from '../../feeds/feed.ts';
import type { Engine } from '../../lake/engine.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { type Bucket, openObject } from '../../lake/objects.ts';
import type { DateSummary, Finding } from '../../run/date-summary.ts';
import type { PlannedDate } from '../../run/records.ts';
import { clockChanges } from './clock-changes.ts';
import type { Reading } from './count-reading.ts';
import { type Chunk, cutChunks, maxLines } from './cut-chunks.ts';
import { FileRefused } from './file-refused.ts';
import { judgeDoubtful } from './judge-doubtful.ts';
import { text } from './rows-sql.ts';
import { runBatch, type UsualKeys } from './run-batch.ts';

/** Bytes of text that one statement works on; with its results about ten times that in memory, per worker. */
const batchBytes = 16 * 1024 * 1024;
const batchChunks = 64;

export type FeedDate = { feed: Feed; ingestDate: string; released: boolean; files: PlannedDate['files'] };
export type FeedResult = Pick<DateSummary, 'refused' | 'findings'> & {
  feed: string;
  /** Tables of the rows that were read, in the order of files and lines (see `runBatch`). */
  batches: string[];
  /** Fields of each file, and of what type they are. */
  columns: Map<string, Record<string, string>>;
  /** Records that are no rows, by why they are none. */
  leftOut: Record<string, number>;
};

/**
 * Reads the files of one feed and ingest date into tables of its own, and judges what is doubtful of them into `cleared` and
 * `set_aside` (see `acceptDate`). A file that cannot be read leaves no row behind.
 */
export async function readFeed(
  engine: Engine,
  bronze: Bucket,
  contract: Contract,
  date: FeedDate,
  reading: Reading,
): Promise<FeedResult> {
  const findings: Finding[] = [];
  const columns: FeedResult['columns'] = new Map();
  const refused: DateSummary['refused'] = [];
  const known = new Set(fileColumns(contract).map(({ name }) => name));
  const leftOut: FeedResult['leftOut'] = {};
  const batches: string[] = [];
  const cut = cutBatches(engine, bronze, { contract, ...date, reading }, { refused, findings, columns, leftOut });
  const usual: UsualKeys = new Map();
  // Mapped feeds' words are gone once they are mapped.
  const nullWords = date.feed.shape.form === 'native' ? (date.feed.shape.nullWords ?? []) : [];
  const work = async (): Promise<void> => {
    const connection = await connectFor(engine, date);
    try {
      for (let next = await cut.next(); !next.done; next = await cut.next()) {
        const chunks = next.value;
        const name = `"${date.feed.name} ${batches.length}"`;
        batches.push(name);
        for (const { names, types, ...found } of await runBatch(connection, contract, {
          name,
          chunks,
          usual,
          nullWords,
        })) {
          addColumns(columns, found.file, types);
          const unknown = names.filter((name) => !known.has(name));
          for (const name of unknown) findings.push({ kind: 'unknown_column', value: maskCardNumbers(name), ...found });
        }
        await Promise.all(chunks.map((chunk) => rm(chunk.path)));
        await reading.judged(chunks.reduce((sum, { lines }) => sum + lines, 0));
      }
    } finally {
      connection.closeSync();
    }
  };
  const workers = Array.from({ length: engine.workers }, () => work);
  await forEachLimited(workers, workers.length, (worker) =>
    worker().catch((error) => {
      // Without it the others would go on to the last file.
      void cut.return(undefined);
      throw error;
    }),
  );
  const connection = await connectFor(engine, date);
  for (const { key } of refused) {
    for (const table of [...batches, 'doubtful'])
      await connection.run(`delete from ${table} where file = ${text(key)}`);
  }
  await judgeDoubtful(connection, contract, { scratch: engine.scratch, nullWords });
  connection.closeSync();
  const isRefused = new Set(refused.map(({ key }) => key));
  const read = findings.filter(({ file }) => !isRefused.has(file));
  return { feed: date.feed.name, batches, refused, columns, leftOut, findings: mergeFindings(read) };
}

async function connectFor(engine: Engine, { feed, ingestDate, released }: FeedDate): Promise<DuckDBConnection> {
  const connection = await engine.connect();
  const inTime =
    released || feed.lateDays === 'unlimited' ? "date '-infinity'" : `date '${ingestDate}' - ${feed.lateDays}`;
  await connection.run(`set TimeZone = '${feed.zone}'`);
  await connection.run(`set variable ingest_date = date '${ingestDate}'`);
  await connection.run(`set variable late_before = ${inTime}`);
  await connection.run(`set variable id_prefix = ${text(feed.idPrefix ?? '')}`);
  const changes = clockChanges("greatest(getvariable('late_before'), date '1970-01-01')", "getvariable('ingest_date')");
  await connection.run(`set variable clock_changes = ${changes}`);
  return connection;
}

async function* cutBatches(
  engine: Engine,
  bronze: Bucket,
  date: FeedDate & { contract: Contract; reading: Reading },
  { refused, findings, columns, leftOut }: Omit<FeedResult, 'batches' | 'feed'>,
): AsyncGenerator<Chunk[]> {
  let batch: Chunk[] = [];
  let bytes = 0;
  let lines = 0;
  let chunks = 0;
  const contents = new Map<string, string>();
  const sizes = Map.groupBy(date.files, ({ size }) => size);
  for (const { key, size } of date.files) {
    // Only files of one size can be the same.
    const hash = (sizes.get(size)?.length ?? 0) > 1 ? createHash('sha256') : undefined;
    const counts: FeedResult['leftOut'] = {};
    const options = {
      // By ordinal: the ends of two names may be alike.
      nextPath: () => join(engine.scratch, `${date.feed.name}-${++chunks}.ndjson`),
      chunkBytes: batchBytes,
      notice: (kind: Finding['kind'], value: string, line: number, column?: string): void =>
        void findings.push({ kind, value: maskCardNumbers(value), column, count: 1, file: key, line }),
      header: (names: readonly string[]): void =>
        addColumns(columns, key, Object.fromEntries(names.map((name) => [name, 'text']))),
      leaveOut: (reason: string): void => {
        counts[reason] = (counts[reason] ?? 0) + 1;
      },
    };
    const stored = await openObject(bronze, key);
    try {
      const source = date.reading.watch(stored);
      for await (const chunk of cutChunks(date, key, hash ? tap(source, hash) : source, options)) {
        const isFull = bytes >= batchBytes || lines + chunk.lines > maxLines || batch.length === batchChunks;
        if (batch[0] && (isFull || batch[0].documents !== chunk.documents)) {
          yield batch;
          batch = [];
          bytes = 0;
          lines = 0;
        }
        batch.push(chunk);
        bytes += chunk.bytes;
        lines += chunk.lines;
      }
      for (const [reason, count] of Object.entries(counts)) leftOut[reason] = (leftOut[reason] ?? 0) + count;
      const sha256 = hash?.digest('hex');
      if (sha256 === undefined) continue;
      const twin = contents.get(sha256);
      if (twin) findings.push({ kind: 'identical_file', value: twin, count: 1, file: key, line: 1 });
      contents.set(sha256, key);
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      refused.push({ key, reason: error.message, remedy: error.of(key).remedy });
    } finally {
      // Of a file that is refused the rest is unread, and would keep its connection.
      stored.destroy();
    }
  }
  if (batch.length > 0) yield batch;
}

/** A null says nothing of a field's type, unless it is all there is. */
function addColumns(columns: FeedResult['columns'], file: string, types: Record<string, string>): void {
  const known = columns.get(file) ?? {};
  for (const [field, type] of Object.entries(types)) {
    // A name is the sender's text like any other (law 9).
    const name = maskCardNumbers(field);
    if ((known[name] ?? 'null') === 'null') known[name] = type;
  }
  columns.set(file, known);
}

/** Hashes a stream as it passes by. */
async function* tap(source: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
}

/** One finding a kind and value, and a file where it is about a file's columns: its first place and how often. */
function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.kind} ${finding.column ?? ''} ${finding.value} ${finding.kind === 'unknown_column' ? finding.file : ''}`;
    const known = merged.get(key);
    const first = known && isBefore(known, finding) ? known : finding;
    merged.set(key, { ...first, count: finding.count + (known?.count ?? 0) });
  }
  return [...merged.keys()].sort().flatMap((key) => merged.get(key) ?? []);
}

function isBefore(a: Finding, b: Finding): boolean {
  return a.file < b.file || (a.file === b.file && a.line <= b.line);
}
