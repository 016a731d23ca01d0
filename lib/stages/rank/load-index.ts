import { join } from 'node:path';
import type { Engine } from '../../lake/engine.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { acceptedPrefix, acceptedRoot, dateOfFolder, stagedDatePrefix } from '../../lake/keys.ts';
import { type Bucket, download, getJson, listFolders } from '../../lake/objects.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import type { RunPlan } from '../../run/records.ts';

/** One version of an ingest date's accepted rows: published, or staged by this run. */
export type DateVersion = { ingestDate: string; prefix: string; summary: DateSummary };

/**
 * The ingest dates as they will be once this run is published (`after`: its own staged ones in place of the published),
 * and the published versions of the dates it derives again (`before`).
 */
export async function listDates(
  silver: Bucket,
  plan: RunPlan,
): Promise<{ after: DateVersion[]; before: DateVersion[] }> {
  const derived = new Set(plan.dates.filter((date) => date.derive).map((date) => date.ingestDate));
  const folders = await listFolders(silver, acceptedRoot(plan.dataset));
  const published = folders.map(dateOfFolder);
  const read = async (ingestDate: string, prefix: string): Promise<DateVersion[]> => {
    const summary = await getJson<DateSummary>(silver, `${prefix}summary.json`);
    return summary ? [{ ingestDate, prefix, summary: summary.value }] : [];
  };
  const publishedDates = (
    await forEachLimited(published, 32, (date) => read(date, acceptedPrefix(plan.dataset, date)))
  ).flat();
  const staged = (
    await forEachLimited([...derived], 32, (date) => read(date, stagedDatePrefix(plan.runId, date)))
  ).flat();
  return {
    after: [...publishedDates.filter((date) => !derived.has(date.ingestDate)), ...staged],
    before: publishedDates.filter((date) => derived.has(date.ingestDate)),
  };
}

/** Downloads index files once each and gives them as a relation; columns that a file was written without are null. */
export function indexLoader(silver: Bucket, engine: Engine): (dates: readonly DateVersion[]) => Promise<string> {
  const local = new Map<string, Promise<string>>();
  return async (dates) => {
    const paths = await forEachLimited(dates, 16, ({ prefix }) => {
      const path = join(engine.scratch, `index-${local.size}.parquet`);
      const known = local.get(prefix) ?? download(silver, `${prefix}index.parquet`, path);
      local.set(prefix, known);
      return known;
    });
    if (paths.length === 0) return '(select * from no_index)';
    const files = paths.map((path) => `'${path}'`).join(', ');
    return `(select * from no_index union all by name select * from read_parquet([${files}], union_by_name = true))`;
  };
}
