import { randomBytes } from 'node:crypto';
import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { type Bucket, listObjects, removeObject } from '../../lake/objects.ts';
import { NotAsked } from './not-asked.ts';
import { runBatch } from './run-statements.ts';

/** Where COPY and UNLOAD are tried: below `staged` in Silver, which COPY's role may read, and `unloaded` in Gold. */
export type Lake = {
  silver: Bucket;
  gold: Bucket;
  copyRole: string;
  unloadRole: string;
  /** Key the buckets are under; Gold refuses what is written under another. */
  kmsKey: string;
};

/** A warehouse to try things on, and what one round makes there; everything has the round's name in its own. */
export type Bench = {
  client: RedshiftDataClient;
  where: { WorkgroupName: string; Database: string };
  pollMilliseconds: number;
  /** Undefined where the roles of COPY and UNLOAD are not known. */
  lake: Lake | undefined;
  round: string;
  /** Tables made so far. */
  tables: Set<string>;
};

export type BenchOptions = Pick<Bench, 'client' | 'where' | 'pollMilliseconds' | 'lake'>;

export function createBench(options: BenchOptions): Bench {
  return { ...options, round: randomBytes(4).toString('hex'), tables: new Set() };
}

/** A table of this round in the schema everybody may create tables in; dropped at the end. */
export function tableOf(bench: Bench, name: string): string {
  const table = `smoke.paylake_smoke_${bench.round}_${name}`;
  bench.tables.add(table);
  return table;
}

/** The lake, or the check cannot be asked. */
export function needLake({ lake }: Bench): Lake {
  if (lake) return lake;
  throw new NotAsked('the stack has no outputs CopyRoleArn, UnloadRoleArn and KeyArn: deploy this version first');
}

export function stagedPrefix({ round }: Bench): string {
  return `_staged/smoke-${round}/`;
}

export function unloadedPrefix({ round }: Bench): string {
  return `_smoke-${round}/`;
}

/** What of a round bears its name. */
export function tracesOf(bench: Bench): string {
  const { round, lake } = bench;
  const objects =
    lake && `, s3://${lake.silver.name}/${stagedPrefix(bench)}, s3://${lake.gold.name}/${unloadedPrefix(bench)}`;
  return `tables smoke.paylake_smoke_${round}_*${objects ?? ''}`;
}

/** Removes what the round made. */
export async function cleanUp(bench: Bench): Promise<void> {
  for (const table of bench.tables) await runBatch(bench, [`drop table if exists ${table}`]);
  const { lake } = bench;
  if (!lake) return;
  for (const [bucket, prefix] of [
    [lake.silver, stagedPrefix(bench)],
    [lake.gold, unloadedPrefix(bench)],
  ] as const) {
    for (const { key } of await listObjects(bucket, prefix)) await removeObject(bucket, key);
  }
}
