import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { acceptFiles } from '../laws/accept-files.ts';
import { expectAsOracle } from '../laws/compare-accepted.ts';
import { hostileCsv } from '../laws/hostile-csv.ts';
import { hostileText } from '../laws/hostile-lines.ts';
import { purchaseCardText } from '../laws/purchase-card-rows.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';
import { shrinkInTime } from '../laws/shrink-in-time.ts';

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

const folder = 'transactions/ingest_date=2025-09-10';
const cards = 'purchase-cards/ingest_date=2014-05-01';

test('any native files: accept and the oracle agree on every rule, count, amount, line and value', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, hostileText, async (a, b) => {
      const files = { [`${folder}/a.ndjson.gz`]: gzipSync(a), [`${folder}/b 1%.ndjson`]: Buffer.from(b) };
      expectAsOracle(await acceptFiles(lake, files), files);
    }),
    { numRuns: 12, ...shrinkInTime },
  );
});

test('any native CSV files: accept and the oracle agree, whatever quotes and cells went astray', async () => {
  await fc.assert(
    fc.asyncProperty(hostileCsv, hostileCsv, async (a, b) => {
      const files = { [`${folder}/a.csv`]: Buffer.from(a), [`${folder}/b.csv`]: Buffer.from(`\ufeff${b}`) };
      expectAsOracle(await acceptFiles(lake, files), files);
    }),
    { numRuns: 12, ...shrinkInTime },
  );
});

test('any purchase-card files: accept and the oracle agree, ids recur with the content and its ordinal', async () => {
  await fc.assert(
    fc.asyncProperty(purchaseCardText, purchaseCardText, async (a, b) => {
      const files = { [`${cards}/a.csv.gz`]: gzipSync(a), [`${cards}/b.csv`]: Buffer.from(b) };
      expectAsOracle(await acceptFiles(lake, files), files);
    }),
    { numRuns: 12, ...shrinkInTime },
  );
});
