import { expect, test } from 'vitest';
import { tellPace } from '../../lib/operate/landing/tell-pace.ts';

/** What is said of a file of which a megabyte comes every so many seconds. */
async function said(megabytes: number, secondsEach: number): Promise<string[]> {
  let seconds = 0;
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < megabytes; at++) {
      seconds += secondsEach;
      yield Buffer.alloc(1e6);
    }
  }
  const texts: string[] = [];
  const options = { does: 'reading a.csv', size: megabytes * 1e6, notice: (text: string) => void texts.push(text) };
  let bytes = 0;
  for await (const piece of tellPace(pieces(), options, () => seconds * 1000)) bytes += piece.length;
  expect(bytes).toBe(megabytes * 1e6);
  return texts;
}

test('a file that takes long is told every ten seconds: share, size, pace and what is left', async () => {
  expect(await said(25, 1)).toEqual([
    'reading a.csv: 40 % of 25 MB, 1 MB a second, about 15 s left',
    'reading a.csv: 80 % of 25 MB, 1 MB a second, about 5 s left',
  ]);
});

test('a file that is soon through is not told', async () => {
  expect(await said(9, 1)).toEqual([]);
});
