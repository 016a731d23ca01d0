import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dataset, Mart } from '../../datasets/dataset.ts';
import { findDataset } from '../../datasets/find-dataset.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { acceptedPrefix, acceptedRoot, dateOfFolder, journalKey, stagedDatePrefix } from '../../lake/keys.ts';
import { type Bucket, download, listFolders, putJson, upload } from '../../lake/objects.ts';
import type { Decision, PlannedDate, Restatement, RunPlan } from '../../run/records.ts';
import { acceptDate } from '../../stages/accept/accept-date.ts';
import { writeManifests } from '../../stages/audit/write-manifests.ts';
import { rankRun } from '../../stages/rank/rank-run.ts';
import { stageChunk } from '../../stages/stage/stage-chunk.ts';
import { loadRun } from '../../stages/warehouse/load-run.ts';
import { migrate } from '../../stages/warehouse/migrate.ts';
import type { Warehouse } from '../../stages/warehouse/warehouse.ts';
import { queryWarehouse } from '../query/query-warehouse.ts';
import type { Target } from '../targets/target.ts';
import { withScratchLake } from '../targets/with-scratch-lake.ts';
import { withScratchWarehouse } from '../targets/with-scratch-warehouse.ts';

const options = { memoryMiB: 1024, chunkRows: 1_000_000 };
const runId = 'foreseen';

/**
 * What deriving ingest dates would change in the marts that have rows by date: every sum that would be another. The stages of a run
 * derive the dates on this machine, into a lake and a warehouse of their own that are gone afterwards; nothing of the target is
 * written. Dates whose files are those that are published need not be given: they come out as they are.
 */
export async function foreseeChanges(
  target: Target,
  { dataset: name, dates }: { dataset: string; dates: readonly PlannedDate[] },
): Promise<Restatement[]> {
  if (dates.length === 0) return [];
  const dataset = findDataset(name);
  const { contract } = dataset;
  return withScratchLake(async (lake) => {
    const { silver, folder } = lake;
    const mirror = (key: string): Promise<void> => copyAcross(target.silver, silver, key, folder);
    const published = (await listFolders(target.silver, acceptedRoot(name))).map(dateOfFolder);
    await forEachLimited(published, 16, async (date) => {
      for (const file of ['summary.json', 'index.parquet']) await mirror(`${acceptedPrefix(name, date)}${file}`);
    });
    const plan: RunPlan = {
      runId,
      dataset: name,
      from: dates[0]?.ingestDate ?? '',
      to: dates.at(-1)?.ingestDate ?? '',
      accept: [],
      dates: [...dates],
      missing: [],
    };
    for (const date of dates)
      await acceptDate({ bronze: target.bronze, silver }, contract, date, {
        prefix: stagedDatePrefix(runId, date.ingestDate),
        memoryMiB: options.memoryMiB,
      });
    const ranking = await rankRun(silver, contract, plan, options);
    const staged = new Set(dates.map(({ ingestDate }) => `${stagedDatePrefix(runId, ingestDate)}accepted.parquet`));
    const needed = new Set(ranking.chunks.flatMap(({ accepted }) => accepted).filter((key) => !staged.has(key)));
    await forEachLimited([...needed], 8, mirror);
    const parts = [];
    for (const chunk of ranking.chunks) parts.push(await stageChunk(silver, contract, runId, chunk, options));
    const decision: Decision = {
      runId,
      dataset: name,
      from: plan.from,
      to: plan.to,
      derivedDates: dates.map(({ ingestDate }) => ingestDate),
      touchedDates: ranking.touchedDates,
      parts,
      manifests: await writeManifests(silver, runId, parts),
      rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    };
    await putJson(silver, journalKey(name), decision);
    const after = await withScratchWarehouse(lake, async (warehouse) => {
      await loadDecided(warehouse, silver, name);
      return sumsOf({ ...target, warehouse }, dataset, ranking.touchedDates);
    });
    const before = await sumsOf(target, dataset, ranking.touchedDates);
    return compareSums(before, after);
  });
}

/** Loads the decided run into an empty warehouse. */
async function loadDecided(warehouse: Warehouse, silver: Bucket, dataset: string): Promise<void> {
  await migrate(warehouse, 'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin');
  const run = { dataset, owner: runId, copyRole: 'arn:aws:iam::111111111111:role/CopyRole' };
  while ((await loadRun(warehouse, silver, run)).next !== 'loaded') await sleep(50);
}

type Sums = Map<string, Omit<Restatement, 'before' | 'after'> & { value: string }>;

/** Every sum of the marts by date, over the given dates. */
async function sumsOf(target: Target, { contract, marts }: Dataset, dates: readonly string[]): Promise<Sums> {
  const sums: Sums = new Map();
  const list = dates.map((date) => `'${date}'`).join(', ');
  if (dates.length === 0) return sums;
  const asked = marts.flatMap((mart) =>
    Object.entries(mart.sums ?? {}).map((sum): [Mart, string, string] => [mart, ...sum]),
  );
  for (const [mart, measure, unitColumn] of asked) {
    const day = contract.eventDate;
    const { rows } = await queryWarehouse(
      target,
      `select ${day}, ${unitColumn}, cast(sum(${measure}) as decimal(38, 8)) as value from mart.${mart.name}
       where ${day} in (${list}) group by ${day}, ${unitColumn}`,
    );
    for (const [date, unit, value] of rows) {
      const key = JSON.stringify([date, mart.name, measure, unit]);
      sums.set(key, { date: String(date), mart: mart.name, measure, unit: String(unit), value: String(value) });
    }
  }
  return sums;
}

/** Sums that differ, by date; what stands on one side alone is 0 on the other. */
function compareSums(before: Sums, after: Sums): Restatement[] {
  const nothing = '0.00000000';
  return [...new Map([...before, ...after])]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, { value: _, ...sum }]) => {
      const [from, to] = [before.get(key)?.value ?? nothing, after.get(key)?.value ?? nothing];
      return from === to ? [] : [{ ...sum, before: from, after: to }];
    });
}

async function copyAcross(from: Bucket, to: Bucket, key: string, folder: string): Promise<void> {
  const path = await download(from, key, join(folder, `mirror-${key.replaceAll('/', '-')}`));
  await upload(to, key, path);
}
