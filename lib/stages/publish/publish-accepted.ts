import { PaylakeError } from '../../errors.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import {
  acceptedPrefix,
  acceptedRoot,
  journalKey,
  refusedRowsPrefix,
  refusedRowsRoot,
  stagedDatePrefix,
  summaryKey,
} from '../../lake/keys.ts';
import { type Bucket, copyObject, type ListedObject, listObjects, removeObject } from '../../lake/objects.ts';
import type { Decision } from '../../run/records.ts';

/**
 * Publishes what accepting found of each derived ingest date: accepted rows, index and summary; quarantined and held rows
 * where there are any, nothing in their place where there are none any more. Says by how many bytes that has grown.
 */
export async function publishAccepted(silver: Bucket, decision: Decision): Promise<{ grownBytes: number }> {
  const { dataset, runId } = decision;
  const present = await listPublished(silver, dataset);
  const grown = await forEachLimited(decision.derivedDates, 8, async (ingestDate) => {
    const staged = stagedDatePrefix(runId, ingestDate);
    const homes: Record<string, string> = {
      'accepted.parquet': `${acceptedPrefix(dataset, ingestDate)}accepted.parquet`,
      'index.parquet': `${acceptedPrefix(dataset, ingestDate)}index.parquet`,
      'quarantine.ndjson': `${refusedRowsPrefix('quarantine', dataset, ingestDate)}part-0000.ndjson`,
      'held.ndjson': `${refusedRowsPrefix('held', dataset, ingestDate)}part-0000.ndjson`,
      // Last: the summary says that the date is published.
      'summary.json': summaryKey(dataset, ingestDate),
    };
    const found = sizesOf(await listObjects(silver, staged));
    if (!found.has(`${staged}summary.json`)) throw expired(silver, decision, ingestDate);
    for (const [name, home] of Object.entries(homes)) {
      if (found.has(staged + name)) await copyObject(silver, staged + name, home);
      else await removeObject(silver, home);
    }
    return Object.entries(homes).map(([name, home]) => (found.get(staged + name) ?? 0) - (present.get(home) ?? 0));
  });
  return { grownBytes: grown.flat().reduce((sum, bytes) => sum + bytes, 0) };
}

/** Sizes of what is published of all dates, by key: three lists a run, whatever it derives. */
async function listPublished(silver: Bucket, dataset: string): Promise<Map<string, number>> {
  const roots = [acceptedRoot(dataset), refusedRowsRoot('quarantine', dataset), refusedRowsRoot('held', dataset)];
  return sizesOf((await forEachLimited(roots, roots.length, (root) => listObjects(silver, root))).flat());
}

function sizesOf(objects: readonly ListedObject[]): Map<string, number> {
  return new Map(objects.map(({ key, size }) => [key, size]));
}

/** Without this, what is published would be taken for gone. */
function expired(silver: Bucket, { runId, dataset, from, to }: Decision, ingestDate: string): PaylakeError {
  return new PaylakeError(
    'internal',
    `what run ${runId} staged of ingest date ${ingestDate} is gone: it was decided, not finished, and staged files expire after two weeks`,
    [
      `delete s3://${silver.name}/${journalKey(dataset)}, then derive the dates again: `,
      { command: 'backfill', args: { dataset, from, to } },
    ],
  );
}
