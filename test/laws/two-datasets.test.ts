import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunReport } from '../../lib/run/records.ts';
import { silverHashes } from './compare-silver.ts';
import { driveRun, type Loader } from './drive-run.ts';
import { openMemoryLake } from './memory-lake.ts';
import { memoryS3 } from './memory-s3-clients.ts';
import { type MemoryWarehouse, openMemoryWarehouse } from './memory-warehouse.ts';
import { nativeRow, toNdjson } from './native-row.ts';
import type { ScratchLake } from './scratch-lake.ts';

vi.mock('../../lib/lake/engine.ts', () => import('./warm-engine.ts'));
vi.mock('../../local/redshift-data/execute/s3-clients.ts', () => import('./memory-s3-clients.ts'));

/*
 * Runs of two datasets at once, whose calls to S3 come in any order: neither waits for the other, and each leaves what it leaves
 * alone. One that dies or is blocked holds up no other.
 */

const dates = ['2025-12-25', '2025-12-26'];
const names = ['transactions', 'trades'] as const;
type Name = (typeof names)[number];

const rowOf = {
  transactions: (date: string, id: number, version: number): object =>
    nativeRow({ transaction_id: `txn-00000${id}`, version, txn_ts: `${date}T12:00:00+09:00`, amount: `${id}.50` }),
  trades: (date: string, id: number, version: number): object => ({
    trade_id: `txn-00000${id}`,
    user_id: `u-${id}`,
    symbol: 'BTC',
    side: 'BUY',
    quantity: `${id}.5`,
    price: '2',
    trade_ts: `${date}T12:00:00Z`,
    version,
  }),
};
const bad = { none: 'of its columns' };

const delivery = fc.record({
  rows: fc.array(fc.record({ id: fc.integer({ min: 1, max: 4 }), version: fc.integer({ min: 1, max: 2 }) }), {
    minLength: 1,
    maxLength: 4,
    size: 'max',
  }),
  /** Six bad rows block a run. */
  isBlocked: fc.boolean(),
});
const lane = fc.record({
  days: fc.tuple(delivery, delivery),
  dies: fc.constantFrom(undefined, undefined, 'before audit' as const, 'after audit' as const, 'before load' as const),
  /** How often a call to S3 lets the others go first. */
  waits: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 20, size: 'max' }),
});
type Lane = typeof lane extends fc.Arbitrary<infer T> ? T : never;

let warehouse: MemoryWarehouse;
beforeAll(async () => {
  warehouse = await openMemoryWarehouse();
});
afterAll(() => warehouse.close());

async function land(lake: ScratchLake, name: Name, { days }: Lane): Promise<void> {
  for (const [at, { rows, isBlocked }] of days.entries()) {
    const date = dates[at] ?? '';
    const good = rows.map(({ id, version }) => rowOf[name](date, id, version));
    const text = toNdjson([...good, ...Array.from({ length: isBlocked ? 6 : 0 }, () => bad)]);
    await lake.put(`${name}/ingest_date=${date}/a.ndjson`, text);
  }
}

/** The lake as one lane sees it: each of its calls waits for some turns of the others. */
function withWaits(lake: ScratchLake, waits: readonly number[]): ScratchLake {
  let calls = 0;
  const s3 = new Proxy(memoryS3, {
    get(target, property) {
      if (property !== 'send') return Reflect.get(target, property);
      return async (command: unknown) => {
        for (let turn = waits[calls++ % waits.length] ?? 0; turn > 0; turn--)
          await new Promise((resolve) => setImmediate(resolve));
        return target.send(command);
      };
    },
  });
  return { ...lake, bronze: { ...lake.bronze, s3 }, silver: { ...lake.silver, s3 } };
}

/** A run that may die, then what comes next: each date alone, with what blocks accepted for the second. */
async function live(
  lake: ScratchLake,
  dataset: Name,
  { dies }: Lane,
  loader: Loader,
): Promise<(RunReport | undefined)[]> {
  const [from = '', to = ''] = dates;
  const first = await driveRun(lake, { dataset, from, to, ...(dies && { dies }) }, { loader });
  const second = await driveRun(lake, { dataset, from, to: from }, { loader });
  const third = await driveRun(lake, { dataset, from: to, to, accept: ['quarantined_share'] }, { loader });
  return [first, second, third];
}

const told = (reports: readonly (RunReport | undefined)[]) =>
  reports.map((report) => report && [report.status, report.dataset, report.days, report.silverDigest, report.factRows]);
const ofDataset = (hashes: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(hashes).filter(([key]) => key.startsWith(`${name}/`)));
const marts = async (name: Name): Promise<unknown> =>
  name === 'trades'
    ? warehouse.query('select user_id, trade_date, trade_count from mart.user_daily order by 1, 2')
    : warehouse.query('select txn_date, sale_count, net_amount from mart.sales_daily order by 1, 2, 3');

test('two datasets at work at once neither block nor mix', { timeout: 600_000 }, async () => {
  const blockedBeside = new Set<string>();
  const property = fc.asyncProperty(lane, lane, async (...lanes) => {
    const lake = await openMemoryLake(memoryS3);
    const own = (at: number): Lane => lanes[at] ?? lanes[0];
    try {
      const alone: Record<string, unknown> = {};
      for (const [at, name] of names.entries()) {
        await warehouse.empty();
        const other = await lake.another();
        await land(other, name, own(at));
        const reports = await live(other, name, own(at), warehouse.loaderOf(name));
        alone[name] = [told(reports), await silverHashes(other), await marts(name)];
      }
      await warehouse.empty();
      const shared = await lake.another();
      for (const [at, name] of names.entries()) await land(shared, name, own(at));
      const reports = await Promise.all(
        names.map((name, at) => live(withWaits(shared, own(at).waits), name, own(at), warehouse.loaderOf(name))),
      );
      const hashes = await silverHashes(shared);
      for (const [at, name] of names.entries()) {
        const together = [told(reports[at] ?? []), ofDataset(hashes, name), await marts(name)];
        expect(together, name).toEqual(alone[name]);
        const other = reports[1 - at]?.some((report) => report?.status === 'succeeded');
        if (reports[at]?.some((report) => report?.status === 'blocked') && other) blockedBeside.add(name);
      }
    } finally {
      await lake.remove();
    }
  });
  await fc.assert(property, { seed: 1, numRuns: 3, endOnFailure: true });
  expect([...blockedBeside].sort()).toEqual([...names].sort());
});
