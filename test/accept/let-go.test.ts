import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptFiles } from '../laws/accept-files.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

test('a refused file is let go of: more of them than a client has connections are told one by one', async () => {
  const workbook = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(300_000)]);
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`transactions/ingest_date=2025-09-10/${at}.xlsx`, workbook]),
  );
  const { summary } = await acceptFiles(lake, files);
  expect(summary.refused).toHaveLength(60);
});
