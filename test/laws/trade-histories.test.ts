import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { acceptOnce } from './accept-once.ts';
import { expectTradeMarts } from './compare-trades.ts';
import { liveHistory } from './live-history.ts';
import { openMemoryLake } from './memory-lake.ts';
import { memoryS3 } from './memory-s3-clients.ts';
import { type MemoryWarehouse, openMemoryWarehouse } from './memory-warehouse.ts';
import { trades } from './oracle/trades.ts';
import { tradeHistory } from './trade-history.ts';

vi.mock('../../lib/lake/engine.ts', () => import('./warm-engine.ts'));
vi.mock('../../local/redshift-data/execute/s3-clients.ts', () => import('./memory-s3-clients.ts'));

/*
 * The laws for another dataset: the oracle takes its contract. Every history is loaded, since what a correction of any age does to
 * aggregates is half of what may go wrong.
 */
const seed = Number(process.env.LAWS_SEED ?? 1);
const runs = Number(process.env.LAWS_RUNS ?? 8);

let warehouse: MemoryWarehouse;
beforeAll(async () => {
  warehouse = await openMemoryWarehouse('trades', expectTradeMarts);
});
afterAll(() => warehouse.close());

test(`any history of trades: Silver, accounts, fact and every aggregate are those of the oracle, from seed ${seed}`, {
  timeout: 600_000 + runs * 10_000,
}, async () => {
  const counts = new Map<string, number>();
  const property = fc.asyncProperty(tradeHistory, async (history) => {
    const lake = await openMemoryLake(memoryS3);
    try {
      const happened = await liveHistory(history, lake, { loader: warehouse, accept: acceptOnce() }, trades);
      for (const trait of happened) counts.set(trait, (counts.get(trait) ?? 0) + 1);
    } finally {
      await lake.remove();
    }
  });
  await fc.assert(property, {
    seed,
    numRuns: runs,
    unbiased: true,
    endOnFailure: true,
    interruptAfterTimeLimit: 600_000,
    markInterruptAsFailure: true,
  });
  const wanted = [
    'duplicate',
    'superseded',
    'quarantined',
    'moved between days',
    'an event date emptied',
    'out of order',
  ];
  if (runs >= 8) expect(wanted.filter((trait) => !counts.has(trait))).toEqual([]);
});
