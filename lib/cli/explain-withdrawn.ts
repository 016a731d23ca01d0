import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { openSource } from '../accept/open-source.ts';
import { forEachLimited } from '../lake/for-each-limited.ts';
import { type Bucket, openObject } from '../lake/objects.ts';
import type { Arrival } from './arrival.ts';
import { describeWithdrawal } from './describe-withdrawal.ts';
import type { KnownWithdrawal } from './read-withdrawals.ts';

/**
 * Lines of withdrawn files that name the id as a word of its own: nothing is kept of those files but Bronze, so they are read through.
 * Of a file that cannot be unpacked no line is known.
 */
export async function explainWithdrawn(
  bronze: Bucket,
  withdrawals: readonly KnownWithdrawal[],
  id: string,
): Promise<Arrival[]> {
  const word = new RegExp(`(?<![A-Za-z0-9_-])${id}(?![A-Za-z0-9_-])`);
  const found = await forEachLimited(withdrawals, 4, async (withdrawal) => {
    const { file, ingestDate } = withdrawal;
    const why = `its text names the id; the file ${describeWithdrawal(withdrawal)}`;
    const lines = await findLines(bronze, file, word).catch(() => []);
    return lines.map((line): Arrival => ({ ingestDate, file, line, verdict: 'withdrawn', why }));
  });
  return found.flat();
}

async function findLines(bronze: Bucket, key: string, word: RegExp): Promise<number[]> {
  const lines: number[] = [];
  const source = Readable.from(openSource(await openObject(bronze, key)), { objectMode: false });
  let line = 0;
  for await (const text of createInterface({ input: source, crlfDelay: Infinity })) {
    line++;
    if (word.test(text)) lines.push(line);
  }
  return lines;
}
