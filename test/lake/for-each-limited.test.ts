import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachLimited } from '../../lib/lake/for-each-limited.ts';

/** A piece of work that ends after so many turns of the event loop. */
async function takeTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await nextTurn();
}

test('every item once, results in the order of the items, never more than the limit at a time', async () => {
  const items = fc.array(fc.nat({ max: 4 }), { maxLength: 25, size: 'max' });
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 9 }), async (turns, limit) => {
      let running = 0;
      let most = 0;
      const started: number[] = [];
      const results = await forEachLimited([...turns.entries()], limit, async ([at, count]) => {
        started.push(at);
        most = Math.max(most, ++running);
        await takeTurns(count);
        running--;
        return `${at}:${count}`;
      });
      expect(results).toEqual(turns.map((count, at) => `${at}:${count}`));
      expect(started).toEqual([...turns.keys()]);
      // As many as allowed do run side by side.
      expect(most).toBe(Math.min(limit, turns.length));
    }),
    { numRuns: 60 },
  );
});

test('an error is passed on as it is', async () => {
  const error = new Error('third');
  const work = async (item: number): Promise<number> => {
    if (item === 3) throw error;
    await nextTurn();
    return item;
  };
  await expect(forEachLimited([1, 2, 3, 4], 2, work)).rejects.toBe(error);
});

test('the first error ends it: nothing is started any more', async () => {
  const started: number[] = [];
  const work = async (item: number): Promise<void> => {
    started.push(item);
    await takeTurns(item === 0 ? 1 : 3);
    if (item === 0) throw new Error('first');
  };
  await expect(forEachLimited([...Array(20).keys()], 2, work)).rejects.toThrow('first');
  // Long enough for a worker that goes on to start everything that is left.
  await takeTurns(200);
  expect(started).toEqual([0, 1]);
});
