import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planBatches } from '../../lib/iceberg/plan-batches.ts';
import type { CatalogDate } from '../../lib/run/records.ts';

const day = fc.integer({ min: 1, max: 28 }).map((number) => `2025-09-${String(number).padStart(2, '0')}`);
const digest = fc.constantFrom('a', 'b', 'c');
const catalog = fc
  .uniqueArray(fc.record({ date: day, digest, sizes: fc.array(fc.nat(100), { minLength: 1, maxLength: 3 }) }), {
    selector: ({ date }) => date,
  })
  .map((dates) =>
    dates.map(({ date, digest, sizes }): CatalogDate => {
      const partitions = sizes.map((size, at) => ({ key: `${date}/${at}`, size, sha256: '', etag: '', rows: 1 }));
      return { date, digest, rows: sizes.length, partitions };
    }),
  );
const held: fc.Arbitrary<Record<string, string>> = fc.dictionary(day, digest);
const bytesOf = (dates: readonly CatalogDate[]): number =>
  dates.flatMap(({ partitions }) => partitions).reduce((sum, { size }) => sum + size, 0);

it('after all batches the table has the dates of Silver with their digests, and what was right was left alone', () => {
  fc.assert(
    fc.property(catalog, held, fc.integer({ min: 1, max: 300 }), (silver, before, most) => {
      const batches = planBatches(silver, before, most);
      const table = new Map(Object.entries(before));
      const touched: string[] = [];
      for (const { present, gone } of batches) {
        touched.push(...present.map(({ date }) => date), ...gone);
        for (const date of gone) table.delete(date);
        for (const { date, digest } of present) table.set(date, digest);
      }
      expect(new Map([...table].sort())).toEqual(
        new Map(silver.map(({ date, digest }) => [date, digest] as const).sort()),
      );
      expect(new Set(touched).size).toBe(touched.length);
      const right = silver.filter(({ date, digest }) => before[date] === digest).map(({ date }) => date);
      expect(touched.filter((date) => right.includes(date))).toEqual([]);
    }),
  );
});

it('a batch is of whole dates, oldest first, and above its size only where one date is', () => {
  fc.assert(
    fc.property(catalog, fc.integer({ min: 1, max: 300 }), (silver, most) => {
      const batches = planBatches(silver, {}, most);
      const dates = batches.flatMap(({ present }) => present.map(({ date }) => date));
      expect(dates).toEqual([...dates].sort());
      for (const { present } of batches) expect(present.length === 1 || bytesOf(present) <= most).toBe(true);
    }),
  );
});

it('where the table is what Silver is there is nothing to do', () => {
  expect(planBatches([], {}, 1)).toEqual([]);
  expect(planBatches([], { '2025-09-01': 'a' }, 1)).toEqual([{ present: [], gone: ['2025-09-01'] }]);
});
