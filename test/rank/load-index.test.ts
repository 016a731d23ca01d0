import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptedPrefix, stagedDatePrefix } from '../../lib/lake/keys.ts';
import { putJson } from '../../lib/lake/objects.ts';
import type { RunPlan } from '../../lib/run/records.ts';
import { listDates } from '../../lib/stages/rank/load-index.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

let lake: ScratchLake;
beforeAll(async () => {
  lake = await openMemoryLake(memoryS3);
});
afterAll(() => lake.remove());

test('after the run a derived date is as the run staged it, all others as they are published', async () => {
  const published = (date: string): string => acceptedPrefix('transactions', date);
  const staged = stagedDatePrefix('r', '2025-09-10');
  for (const prefix of [published('2025-09-08'), published('2025-09-09'), published('2025-09-10'), staged])
    await putJson(lake.silver, `${prefix}summary.json`, { of: prefix });
  // A run that died while it published: the summary comes last.
  await putJson(lake.silver, `${published('2025-09-11')}index.parquet`, {});
  const plan = {
    runId: 'r',
    dataset: 'transactions',
    dates: [
      { ingestDate: '2025-09-09', derive: false },
      { ingestDate: '2025-09-10', derive: true },
    ],
  } as RunPlan;
  const version = (ingestDate: string, prefix: string) => ({ ingestDate, prefix, summary: { of: prefix } });
  expect(await listDates(lake.silver, plan)).toEqual({
    after: [
      version('2025-09-08', published('2025-09-08')),
      version('2025-09-09', published('2025-09-09')),
      version('2025-09-10', staged),
    ],
    before: [version('2025-09-10', published('2025-09-10'))],
  });
});
