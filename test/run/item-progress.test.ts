import { afterAll, beforeAll, expect, test } from 'vitest';
import { readItemProgress } from '../../lib/operate/runs/read-item-progress.ts';
import type { RunStep } from '../../lib/operate/runs/track-steps.ts';
import { tellProgress } from '../../lib/run/item-progress.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await openMemoryLake(memoryS3);
});
afterAll(() => origin.remove());

const start = Date.parse('2025-09-02T21:00:00Z');
const step: RunStep = {
  stage: 'accept',
  since: start,
  runId: 'run-1',
  dataset: 'transactions',
  items: 3,
  done: [],
  rows: 0,
};

/** A lake in which an item tells how far it is, each time at so many seconds after the start. */
async function told(moments: readonly (readonly [number, number, number])[], item = '2025-09-01') {
  const lake = await origin.another();
  let seconds = 0;
  const tell = tellProgress(lake.silver, { runId: 'run-1', stage: 'accept', item }, () => start + seconds * 1000);
  for (const [at, share, rows] of moments) {
    seconds = at;
    await tell({ share, rows });
  }
  return lake.silver;
}

test('an item that is done within seconds writes nothing', async () => {
  expect(await readItemProgress(await told([[4.9, 0.9, 90]]), step)).toEqual(new Map());
});

test('an item tells how far it is every five seconds, the newest word counts', async () => {
  const silver = await told([
    [5, 0.1, 10],
    [9, 0.2, 20],
    [10, 0.3, 30],
    [14, 0.4, 40],
  ]);
  expect([...(await readItemProgress(silver, step))]).toMatchObject([['2025-09-01', { share: 0.3, rows: 30 }]]);
});

test('what is done, what another step said and what was said before this step began does not count', async () => {
  const silver = await told([[6, 0.5, 50]]);
  expect(await readItemProgress(silver, { ...step, done: ['2025-09-01'] })).toEqual(new Map());
  expect(await readItemProgress(silver, { ...step, stage: 'publish' })).toEqual(new Map());
  expect(await readItemProgress(silver, { ...step, runId: 'run-2' })).toEqual(new Map());
  expect(await readItemProgress(silver, { ...step, since: start + 7000 })).toEqual(new Map());
});
