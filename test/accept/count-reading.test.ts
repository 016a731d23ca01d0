import { expect, test } from 'vitest';
import type { ItemProgress } from '../../lib/run/item-progress.ts';
import { countReading } from '../../lib/stages/accept/count-reading.ts';
import { cutAt } from './cut-at.ts';

const told: ItemProgress[] = [];
const tell = async (progress: ItemProgress): Promise<void> => void told.push(progress);
const pass = async (pieces: AsyncIterable<Buffer>): Promise<string> => {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
};

test('what is read is three quarters of the work, by the bytes of all files; rows are those that are judged', async () => {
  told.length = 0;
  const reading = countReading([{ size: 6 }, { size: 2 }], tell);
  expect(await pass(reading.watch(cutAt(Buffer.from('abcd'), [1])))).toBe('abcd');
  await reading.judged(10);
  await pass(reading.watch(cutAt(Buffer.from('efgh'), [])));
  await reading.judged(5);
  expect(told).toEqual([
    { share: 0.375, rows: 10 },
    { share: 0.75, rows: 15 },
  ]);
});

test('of files without a byte all is read', async () => {
  told.length = 0;
  await countReading([{ size: 0 }], tell).judged(0);
  expect(told).toEqual([{ share: 0.75, rows: 0 }]);
});

test('nobody has to listen', async () => {
  await expect(countReading([]).judged(1)).resolves.toBeUndefined();
});
