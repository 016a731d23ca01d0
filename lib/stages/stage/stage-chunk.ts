import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Contract, warehouseColumns } from '../../contracts/contract.ts';
import { duckdbType } from '../../contracts/duckdb-type.ts';
import { signedSql, unitSql } from '../../derive/measure-columns.ts';
import { rowHashSql } from '../../derive/row-hash-sql.ts';
import { openEngine } from '../../lake/engine.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { hashFile } from '../../lake/hash-file.ts';
import { outrankedKey, partKey } from '../../lake/keys.ts';
import { type Bucket, download, putJson, upload } from '../../lake/objects.ts';
import type { Ranking, StagedPart } from '../../run/records.ts';

/**
 * Stage: writes one chunk of whole event dates as it will stand in Silver: of the accepted rows those that nothing
 * outranks, in contract order, sorted by partition and id. Returns and records what the file holds, read back from it.
 */
export async function stageChunk(
  silver: Bucket,
  contract: Contract,
  runId: string,
  chunk: Ranking['chunks'][number],
  options: { memoryMiB: number },
): Promise<StagedPart> {
  const engine = await openEngine({ memoryMiB: options.memoryMiB });
  try {
    const connection = await engine.connect();
    const sources = [...chunk.accepted, outrankedKey(runId)];
    const files = await forEachLimited([...sources.entries()], 8, ([at, key]) =>
      download(silver, key, join(engine.scratch, `source-${at}.parquet`)),
    );
    const outranked = files.pop();
    const columns = contract.columns.map(({ name }) => `"${name}"`).join(', ');
    const order = [...contract.partitionBy, contract.id].map((name) => `"${name}"`).join(', ');
    const dates = chunk.dates.map((date) => `'${date}'`).join(', ');
    const path = join(engine.scratch, 'part.parquet');
    await connection.run(`copy (
      select ${columns}
      from (${acceptedRows(contract, files)}) accepted
      semi join (select unnest(cast([${dates}] as date[])) as "${contract.eventDate}") dates using ("${contract.eventDate}")
      anti join read_parquet('${outranked}') outranked using (source_file, source_line)
      order by ${order}
    ) to '${path}' (format parquet, compression zstd, compression_level 1)`);
    const key = partKey(runId, chunk.name, 'parquet');
    const { size } = await upload(silver, key, path);
    const held = await readBack(connection, contract, path, chunk.dates);
    const load = await writeLoadPart(connection, contract, silver, { runId, name: chunk.name, path });
    const part: StagedPart = {
      name: chunk.name,
      key,
      size,
      sha256: await hashFile(path),
      ...held,
      ...(load && { load }),
    };
    await putJson(silver, partKey(runId, chunk.name, 'json'), part);
    return part;
  } finally {
    await engine.close();
  }
}

/**
 * COPY takes a file's columns by their place and wants all of them in the table (AWS: "Column mapping", columnar formats): what the
 * warehouse does not have, the file that it copies must not have either. Undefined where Silver's own file will do.
 */
async function writeLoadPart(
  connection: DuckDBConnection,
  contract: Contract,
  silver: Bucket,
  { runId, name, path }: { runId: string; name: string; path: string },
): Promise<StagedPart['load']> {
  const columns = warehouseColumns(contract);
  if (columns.length === contract.columns.length) return undefined;
  const loadPath = `${path}.load`;
  await connection.run(`copy (select ${columns.map((column) => `"${column.name}"`).join(', ')} from read_parquet('${path}'))
    to '${loadPath}' (format parquet, compression zstd, compression_level 1)`);
  const key = partKey(runId, name, 'load.parquet');
  const { size } = await upload(silver, key, loadPath);
  return { key, size, sha256: await hashFile(loadPath) };
}

async function readBack(
  connection: DuckDBConnection,
  contract: Contract,
  path: string,
  dates: readonly string[],
): Promise<Pick<StagedPart, 'rows' | 'distinctKeys' | 'dates' | 'controlTotals'>> {
  const { eventDate, columns, key } = contract;
  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const part = `read_parquet('${path}')`;
  const days = await ask(`
    select cast("${eventDate}" as varchar) as date, count(*) as n,
      cast(bit_xor(${rowHashSql(columns)}) as varchar) as digest
    from ${part} group by 1 order by 1`);
  const totals = await ask(totalsSql(contract, part));
  const [distinct] = await ask(
    `select count(*) as n from (select 1 from ${part} group by ${key.map((name) => `"${name}"`).join(', ')})`,
  );
  return {
    rows: days.reduce((sum, row) => sum + Number(row.n), 0),
    distinctKeys: Number(distinct?.n ?? 0),
    dates: dates.map((date) => {
      const day = days.find((row) => row.date === date);
      return { date, rows: Number(day?.n ?? 0), digest: String(day?.digest ?? 0) };
    }),
    controlTotals: totals.map(({ date, measure, unit, n, amount }) => ({
      date: String(date),
      measure: String(measure),
      unit: String(unit),
      rows: Number(n),
      amount: String(amount),
    })),
  };
}

/** Rows and every measure of a staged file, in the form and order of ranking's control totals. */
function totalsSql({ eventDate, measures }: Contract, part: string): string {
  const total = (measure: string, unit: string, amount: string): string =>
    `select cast("${eventDate}" as varchar) as date, '${measure}' as measure, ${unit} as unit, count(*) as n,
      cast(cast(${amount} as decimal(38, 8)) as varchar) as amount from ${part} group by all`;
  const selects = [
    total('rows', "''", 'count(*)'),
    ...measures.map((measure) => total(measure.name, unitSql(measure), `sum(${signedSql(measure)})`)),
  ];
  return `${selects.join(' union all ')} order by date, measure, unit`;
}

/** The files' rows with the contract's columns; null in files that were accepted before the contract had a column. */
function acceptedRows(contract: Contract, files: readonly string[]): string {
  const columns = contract.columns.map(({ name, type }) => `cast(null as ${duckdbType(type)}) as "${name}"`);
  const none = `select ${columns.join(', ')} where false`;
  if (files.length === 0) return none;
  const paths = files.map((file) => `'${file}'`).join(', ');
  return `${none} union all by name select * from read_parquet([${paths}], union_by_name = true)`;
}
