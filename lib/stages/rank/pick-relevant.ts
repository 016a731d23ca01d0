import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';

/**
 * Of index rows those whose id occurs on a touched event date or among the rows of a reported ingest date, as a relation over a file
 * in the scratch folder: what a run says and writes hangs on no other. Where ids never recur and every index is read, what is left
 * is a small part of it.
 */
export async function pickRelevant(
  connection: DuckDBConnection,
  { id, eventDate }: Contract,
  { rows, reported, scratch }: { rows: string; reported: readonly { ingestDate: string }[]; scratch: string },
): Promise<string> {
  const dates = reported.map(({ ingestDate }) => `date '${ingestDate}'`).join(', ') || 'null';
  const path = join(scratch, 'relevant.parquet');
  await connection.run(`copy (
    with relevant as (
      select distinct "${id}" from ${rows} near
      where "${eventDate}" in (select "${eventDate}" from touched) or ingest_date in (${dates})
    )
    select near.* from ${rows} near semi join relevant using ("${id}")
  ) to '${path}' (format parquet)`);
  return `(select * from read_parquet('${path}'))`;
}
