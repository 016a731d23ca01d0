import { createHash } from 'node:crypto';
import { controlTotalsKey, manifestKey } from '../../lake/keys.ts';
import { type Bucket, objectSize, putJson } from '../../lake/objects.ts';
import type { Decision, StagedPart } from '../../run/records.ts';

/**
 * Writes the COPY manifests of what the warehouse loads: the staged files, and the control totals they must add up to.
 * COPY of Parquet wants every file's size (Redshift guide, "Using a manifest to specify data files").
 */
export async function writeManifests(
  silver: Bucket,
  runId: string,
  parts: readonly StagedPart[],
): Promise<Decision['manifests']> {
  const control = { key: controlTotalsKey(runId), size: await objectSize(silver, controlTotalsKey(runId)) };
  const manifests = { rows: manifestKey(runId, 'rows'), controlTotals: manifestKey(runId, 'control_totals') };
  const copied = parts.map(({ key, size, sha256, load }) => load ?? { key, size, sha256 });
  await putJson(silver, manifests.rows, toManifest(silver, copied));
  await putJson(silver, manifests.controlTotals, toManifest(silver, [control]));
  const hashed = JSON.stringify(copied.map(({ key, sha256 }) => [key, sha256]));
  return { ...manifests, sha256: createHash('sha256').update(hashed).digest('hex') };
}

function toManifest({ name }: Bucket, objects: readonly { key: string; size: number }[]): object {
  const entries = objects.map(({ key, size }) => ({
    url: `s3://${name}/${key}`,
    mandatory: true,
    meta: { content_length: size },
  }));
  return { entries };
}
