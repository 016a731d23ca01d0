import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine } from '../../lake/engine.ts';
import { putJson, upload } from '../../lake/objects.ts';
import { type Bench, needLake, stagedPrefix } from './bench.ts';

export type ManifestEntry = { url: string; mandatory: boolean; meta: { content_length: number } };

let files = 0;

/** Puts the rows of a DuckDB query as Parquet where COPY may read, written as the stages write it; gives its manifest entry. */
export async function putParquet(bench: Bench, query: string): Promise<ManifestEntry> {
  const { silver } = needLake(bench);
  const engine = await openEngine({ memoryMiB: 256, threads: 1 });
  try {
    const path = join(engine.scratch, 'part.parquet');
    const connection = await engine.connect();
    await connection.run(`copy (${query}) to '${path}' (format parquet, compression zstd, compression_level 1)`);
    const key = `${stagedPrefix(bench)}part-${files++}.parquet`;
    await upload(silver, key, path);
    return { url: `s3://${silver.name}/${key}`, mandatory: true, meta: { content_length: (await stat(path)).size } };
  } finally {
    await engine.close();
  }
}

/** Puts a manifest of these files; gives its location and the role that may read them. */
export async function putManifest(
  bench: Bench,
  entries: readonly ManifestEntry[],
): Promise<{ manifest: string; role: string }> {
  const { silver, copyRole } = needLake(bench);
  const key = `${stagedPrefix(bench)}manifest-${files++}.json`;
  await putJson(silver, key, { entries });
  return { manifest: `s3://${silver.name}/${key}`, role: copyRole };
}
