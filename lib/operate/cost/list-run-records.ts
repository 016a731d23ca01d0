import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { runKey, runsRoot } from '../../lake/keys.ts';
import type { Bucket } from '../../lake/objects.ts';

/** A run that has left something: when it wrote last, and whether its report is there. */
export type RunRecord = { runId: string; written: Date; isReported: boolean };

/** Every run, in the order in which they wrote last; of a run that has a report, that is when. */
export async function listRunRecords({ s3, name }: Bucket): Promise<RunRecord[]> {
  const records = new Map<string, RunRecord>();
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: name, Prefix: runsRoot() })) {
    for (const { Key = '', LastModified = new Date(0) } of page.Contents ?? []) {
      const runId = Key.slice(runsRoot().length).split('/')[0] ?? '';
      const known = records.get(runId);
      const isReport = Key === runKey(runId, 'report');
      if (known && !isReport && (known.isReported || known.written >= LastModified)) continue;
      records.set(runId, { runId, written: LastModified, isReported: isReport });
    }
  }
  return [...records.values()].sort((one, other) => one.written.getTime() - other.written.getTime());
}
