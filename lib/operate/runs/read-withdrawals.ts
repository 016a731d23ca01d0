import { forEachLimited } from '../../lake/for-each-limited.ts';
import { summaryKey, withdrawalsPrefix } from '../../lake/keys.ts';
import { type Bucket, getJson, listObjects, needJson } from '../../lake/objects.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import type { Withdrawal } from '../../run/withdrawal.ts';

/** `isPending`: recorded, but the date is still published with the file: no run has finished since. */
export type KnownWithdrawal = Withdrawal & { isPending: boolean };

/** Every file of the dataset that was withdrawn, by ingest date and name. */
export async function readWithdrawals(silver: Bucket, dataset: string): Promise<KnownWithdrawal[]> {
  const objects = await listObjects(silver, withdrawalsPrefix(dataset));
  const known = await forEachLimited(objects, 16, async ({ key }) => {
    const withdrawal = await needJson<Withdrawal>(silver, key);
    const summary = await getJson<DateSummary>(silver, summaryKey(dataset, withdrawal.ingestDate));
    const isPending = summary?.value.files.some((file) => file.key === withdrawal.file) ?? false;
    return { ...withdrawal, isPending };
  });
  return known.sort((one, other) => (one.file < other.file ? -1 : 1));
}
