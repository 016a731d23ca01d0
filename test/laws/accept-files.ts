import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { Feed } from '../../lib/feeds/feed.ts';
import { getJson } from '../../lib/lake/objects.ts';
import type { DateSummary } from '../../lib/run/date-summary.ts';
import type { ItemProgress } from '../../lib/run/item-progress.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import { listBronze } from '../../lib/stages/plan/list-bronze.ts';
import { readObject } from './read-object.ts';
import { readRows, readTypes } from './read-rows.ts';
import type { ScratchLake } from './scratch-lake.ts';

/** A row set aside, as its NDJSON file has it. */
export type SetAside = { raw: string; rules: string[]; file: string; line: number; contractVersion: number };

/** What accepting one ingest date wrote. */
export type Accepted = {
  summary: DateSummary;
  rows: Record<string, string | null>[];
  quarantine: SetAside[];
  held: SetAside[];
  /** Columns of the accepted rows, as `name type`. */
  types: string[];
  /** What the date said of its progress, batch by batch. */
  told: ItemProgress[];
};

let number = 0;

/** Lands files (by Bronze key, all of one ingest date) and accepts the date, as the function does, by other feeds if given. */
export async function acceptFiles(
  lake: ScratchLake,
  files: Record<string, Buffer | string>,
  feeds?: readonly Feed[],
): Promise<Accepted> {
  const fresh = await lake.another();
  for (const [key, bytes] of Object.entries(files)) await fresh.put(key, bytes);
  const ingestDate = /ingest_date=([0-9-]+)/.exec(Object.keys(files)[0] ?? '')?.[1] ?? '';
  const [date] = await listBronze(fresh, transactions, { from: ingestDate, to: ingestDate });
  if (!date) throw new Error('nothing landed');
  const prefix = `_staged/run-${++number}/`;
  const told: ItemProgress[] = [];
  const tell = async (progress: ItemProgress): Promise<void> => void told.push(progress);
  const summary = await acceptDate(
    fresh,
    transactions,
    { ...date, released: false, derive: true },
    { prefix, memoryMiB: 512, tell, ...(feeds && { feeds }) },
  );
  const stored = await getJson<DateSummary>(fresh.silver, `${prefix}summary.json`);
  if (JSON.stringify(stored?.value) !== JSON.stringify(summary)) throw new Error('the stored summary is another');
  return {
    summary,
    told,
    rows: await readRows(fresh.silverPath(`${prefix}accepted.parquet`)),
    quarantine: await readLines(fresh, `${prefix}quarantine.ndjson`),
    held: await readLines(fresh, `${prefix}held.ndjson`),
    types: await readTypes(fresh.silverPath(`${prefix}accepted.parquet`)),
  };
}

async function readLines(lake: ScratchLake, key: string): Promise<SetAside[]> {
  try {
    const lines = (await readObject(lake.silver, key)).toString().split('\n');
    return lines.filter((line) => line !== '').map((line): SetAside => JSON.parse(line));
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return [];
    throw error;
  }
}
