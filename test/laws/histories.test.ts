import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { acceptOnce } from './accept-once.ts';
import { history } from './history.ts';
import { liveHistory } from './live-history.ts';
import { openMemoryLake } from './memory-lake.ts';
import { memoryS3 } from './memory-s3-clients.ts';
import { type MemoryWarehouse, openMemoryWarehouse } from './memory-warehouse.ts';
import { traits } from './traits.ts';

vi.mock('../../lib/lake/engine.ts', () => import('./warm-engine.ts'));
vi.mock('../../local/redshift-data/execute/s3-clients.ts', () => import('./memory-s3-clients.ts'));

/*
 * Histories through the real stages, over S3 in memory and one DuckDB (silver.test.ts has a few on the real endpoint). A history is a
 * function of its seed; the suite runs the same ones every time, so that what fails was broken by the change at hand. CI goes on
 * from there to seed 200, anybody with `npm run test:laws -- --runs 2000 --seed N`.
 */
const first = Number(process.env.LAWS_SEED ?? 1);
const runs = Number(process.env.LAWS_RUNS ?? 50);
const isAsked = process.env.LAWS_RUNS !== undefined;
/** Share of the histories in which each trait has to occur: a tenth of many, one of fifty, no matter of fewer. */
const rarest = runs >= 100 ? 0.1 : runs >= 50 ? 1 / runs : 0;
/** Every tenth history is loaded into a warehouse too, and accepts its files anew in every run. */
const isWhole = (seed: number): boolean => seed % 10 === 0;

let warehouse: MemoryWarehouse;
beforeAll(async () => {
  warehouse = await openMemoryWarehouse();
});
afterAll(() => warehouse.close());

const name = `any history leaves exactly the accepted rows that nothing outranks: seeds ${first} to ${first + runs - 1}`;
test(name, { timeout: 600_000 + runs * 10_000 }, async () => {
  const counts = new Map<string, number>();
  const seeds = Array.from({ length: runs }, (_, at) => first + at);
  let lived = 0;
  let isBroken = false;
  const liveAll = async (own: number[], store?: MemoryWarehouse): Promise<void> => {
    for (const seed of own) {
      if (isBroken) return;
      for (const trait of await liveSeed(seed, store)) counts.set(trait, (counts.get(trait) ?? 0) + 1);
      if (++lived % 100 === 0 && isAsked) process.stdout.write(`  ${lived} of ${runs} histories\n`);
    }
  };
  const rest = seeds.filter((seed) => !isWhole(seed));
  const lanes = [0, 1].map((lane) => liveAll(rest.filter((_, at) => at % 2 === lane)));
  lanes.push(liveAll(seeds.filter(isWhole), warehouse));
  for (const lane of lanes) lane.catch(() => (isBroken = true));
  const ends = await Promise.allSettled(lanes);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const shares = traits.map((trait): [string, number] => [trait, (counts.get(trait) ?? 0) / runs]);
  if (isAsked) process.stdout.write(`${shares.map(([trait, share]) => describe(trait, share)).join('\n')}\n`);
  expect(shares.filter(([, share]) => share < rarest)).toEqual([]);
});

const describe = (trait: string, share: number): string =>
  `${(share * 100).toFixed(0).padStart(5)} % of histories: ${trait}`;

/** Lives the history of a seed; a failure names the seed and the smallest history found that fails. */
async function liveSeed(seed: number, store?: MemoryWarehouse): Promise<Set<string>> {
  let happened = new Set<string>();
  const property = fc.asyncProperty(history, async (one) => {
    const lake = await openMemoryLake(memoryS3);
    try {
      happened = await liveHistory(one, lake, store ? { loader: store } : { accept: acceptOnce() });
    } finally {
      await lake.remove();
    }
  });
  await fc.assert(property, {
    seed,
    numRuns: 1,
    unbiased: true,
    interruptAfterTimeLimit: 600_000,
    markInterruptAsFailure: true,
  });
  return happened;
}
