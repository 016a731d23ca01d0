import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { findContract } from '../../datasets/find-contract.ts';
import type { Engine } from '../../lake/engine.ts';
import { download } from '../../lake/objects.ts';
import { text } from '../../stages/accept/rows-sql.ts';
import type { BlockedDate } from '../status/find-blocked.ts';
import type { Target } from '../targets/target.ts';
import { type AcceptedRow, type Arrival, acceptedArrival } from './arrival.ts';
import { findSetAside } from './find-set-aside.ts';

/** Rows of the id that a blocked run found: the sound ones, which it would have loaded, and those it set aside. */
export async function explainBlocked(
  target: Target,
  { scratch }: Engine,
  connection: DuckDBConnection,
  { ingestDate, runId, checks, summary, prefix }: BlockedDate,
  id: string,
): Promise<Arrival[]> {
  const { silver } = target;
  const { dataset } = summary;
  const contract = findContract(dataset);
  const filter = `where "${contract.id}" = ${text(id)}`;
  const ask = async (name: string, columns: string): Promise<AcceptedRow[]> => {
    const path = await download(silver, `${prefix}${name}`, join(scratch, `blocked-${ingestDate}-${name}`));
    const found = await connection.runAndReadAll(`select ${columns} from read_parquet(${text(path)}) ${filter}`);
    return found.getRowObjectsJson() as AcceptedRow[];
  };
  const blocked = `run ${runId} was blocked by ${checks.join(', ')}: not published`;
  // The index is narrow, and mostly says that there is nothing to look for.
  const isThere = (await ask('index.parquet', 'source_line')).length > 0;
  const sound = isThere ? await ask('accepted.parquet', 'columns(*)::varchar') : [];
  const setAside = await findSetAside(target, summary, id, prefix);
  return [
    ...sound.map((row) => ({
      ...acceptedArrival(contract, row),
      verdict: 'blocked' as const,
      why: `it is sound, but ${blocked}`,
      blockedRun: runId,
    })),
    ...setAside.map((arrival) => ({ ...arrival, why: `${arrival.why}; ${blocked}`, blockedRun: runId })),
  ];
}
