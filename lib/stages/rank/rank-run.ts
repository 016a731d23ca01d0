import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Contract, indexedColumns } from '../../contracts/contract.ts';
import { duckdbType } from '../../contracts/duckdb-type.ts';
import { versionOf } from '../../contracts/version-of.ts';
import { measureColumns } from '../../derive/measure-columns.ts';
import { openEngine } from '../../lake/engine.ts';
import { controlTotalsKey, outrankedKey, rankedKey } from '../../lake/keys.ts';
import { type Bucket, putJson, upload } from '../../lake/objects.ts';
import type { Ranking, RunPlan } from '../../run/records.ts';
import { cutDates } from './cut-dates.ts';
import { type DateVersion, indexLoader, listDates } from './load-index.ts';
import { lookbacksOf, neighboursOf } from './neighbours.ts';
import { pickRelevant } from './pick-relevant.ts';
import { rankSql } from './rank-sql.ts';
import { readConflicts } from './read-conflicts.ts';
import {
  controlTotalsSql,
  countResidual,
  outrankedOfTouched,
  readControlTotals,
  readVerdicts,
} from './read-ranking.ts';

/**
 * Rank: decides from the narrow indexes alone which event dates the run touches and which accepted rows another outranks.
 * Writes the outranked rows of the touched dates and the ranking.
 */
export async function rankRun(
  silver: Bucket,
  contract: Contract,
  plan: RunPlan,
  options: { memoryMiB: number; chunkRows: number },
): Promise<Ranking> {
  const { after, before } = await listDates(silver, plan);
  const engine = await openEngine({ memoryMiB: options.memoryMiB });
  try {
    const connection = await engine.connect();
    await createEmptyIndex(connection, contract);
    const load = indexLoader(silver, engine);
    const pick = (names: readonly string[]): DateVersion[] => after.filter((date) => names.includes(date.ingestDate));
    const lookbacks = after.map((date) => lookbacksOf(date.summary));
    const near = (dates: readonly DateVersion[]): DateVersion[] =>
      pick(
        neighboursOf(
          dates.map((date) => lookbacksOf(date.summary)),
          lookbacks,
        ),
      );

    const derived = pick(plan.dates.filter((date) => date.derive).map((date) => date.ingestDate));
    const touchedDates = await findTouched(connection, contract, {
      derived: [await load(derived), await load(before)],
      near: await load(near([...derived, ...before])),
    });
    const touching = after.filter(({ summary }) => touchedDates.some((date) => date in summary.eventDates));
    const reported = pick(plan.dates.map((date) => date.ingestDate));
    const needed = near([...touching, ...reported]);
    const all = await load(needed);
    const isAllRelevant = needed.every((date) => touching.includes(date) || reported.includes(date));
    const compared = await rankRows(
      connection,
      contract,
      isAllRelevant ? all : await pickRelevant(connection, contract, { rows: all, reported, scratch: engine.scratch }),
    );
    const controlTotals = await readControlTotals(connection, contract);
    const ranking: Ranking = {
      touchedDates,
      chunks: cutDates(touchedDates, controlTotals, options.chunkRows).map((chunk) => ({
        ...chunk,
        accepted: touching
          .filter(({ summary }) => chunk.dates.some((date) => date in summary.eventDates))
          .map(({ prefix }) => `${prefix}accepted.parquet`),
      })),
      verdicts: await readVerdicts(
        connection,
        contract,
        reported.map((date) => date.ingestDate),
      ),
      controlTotals,
      conflicts: await readConflicts(
        connection,
        contract,
        compared,
        derived.map((date) => date.ingestDate),
      ),
      residualDuplicates: await countResidual(connection, contract),
    };
    const write = async (key: string, name: string, select: string): Promise<void> => {
      const path = join(engine.scratch, name);
      await connection.run(`copy (${select}) to '${path}' (format parquet)`);
      await upload(silver, key, path);
    };
    await write(outrankedKey(plan.runId), 'outranked.parquet', outrankedOfTouched(contract));
    await write(controlTotalsKey(plan.runId), 'control_totals.parquet', controlTotalsSql(contract));
    await putJson(silver, rankedKey(plan.runId), ranking);
    return ranking;
  } finally {
    await engine.close();
  }
}

/** The columns of an index file, for when there is none to read, or one that was written before all of them were kept. */
async function createEmptyIndex(connection: DuckDBConnection, contract: Contract): Promise<void> {
  const told = indexedColumns(contract).map(({ name, type }) => `, "${name}" ${duckdbType(type)}`);
  const measured = measureColumns(contract).map(({ unit, value, type }) => `"${unit}" varchar, "${value}" ${type}, `);
  await connection.run(`create table no_index ("${contract.id}" varchar, "${versionOf(contract)}" bigint,
    "${contract.eventDate}" date, ingest_date date, source_file varchar, source_line bigint,
    ${measured.join('')}lookback_days integer${told.join('')})`);
}

/** Fills `touched`: the event dates, before and after, of the derived rows and of the rows near them with the same ids. */
async function findTouched(
  connection: DuckDBConnection,
  { id, eventDate }: Contract,
  relations: { derived: string[]; near: string },
): Promise<string[]> {
  const derived = relations.derived
    .map((relation) => `select "${id}", "${eventDate}" from ${relation}`)
    .join(' union all ');
  await connection.run(`create table touched as
    with derived as (${derived})
    select distinct "${eventDate}" from (
      select "${eventDate}" from derived
      union all
      select "${eventDate}" from ${relations.near} near semi join derived using ("${id}")
    ) dates`);
  const result = await connection.runAndReadAll(`select cast("${eventDate}" as varchar) from touched order by 1`);
  return result.getRows().map(([date]) => String(date));
}

/** Fills `rows` (the index), `ranked` (rows whose id occurs more than once) and `outranked`. Returns the look-backs in days. */
async function rankRows(connection: DuckDBConnection, contract: Contract, relation: string): Promise<number[]> {
  await connection.run(`create view rows as select * from ${relation}`);
  const found = await connection.runAndReadAll('select distinct lookback_days from rows order by 1');
  const days = found.getRows().map(([days]) => Number(days));
  const lookbacks = days.length === 0 ? [0] : days;
  const repeated = `(select rows.* from rows semi join
    (select "${contract.id}" from rows group by 1 having count(*) > 1) repeated using ("${contract.id}"))`;
  await connection.run(`create table ranked as ${rankSql(contract, repeated, lookbacks)}`);
  await connection.run('create view outranked as select * from ranked where outranked');
  return lookbacks;
}
