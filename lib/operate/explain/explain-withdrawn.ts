import { StringDecoder } from 'node:string_decoder';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { type Bucket, openObject } from '../../lake/objects.ts';
import { FileRefused } from '../../stages/accept/file-refused.ts';
import { openSource } from '../../stages/accept/open-source.ts';
import { describeWithdrawal } from '../runs/describe-withdrawal.ts';
import type { KnownWithdrawal } from '../runs/read-withdrawals.ts';
import type { Arrival } from './arrival.ts';

/**
 * Lines of withdrawn files that name the id as a word of its own: nothing is kept of those files but Bronze, so they are read through.
 * Of a file that cannot be unpacked no line is known.
 */
export async function explainWithdrawn(
  bronze: Bucket,
  withdrawals: readonly KnownWithdrawal[],
  id: string,
): Promise<Arrival[]> {
  const word = new RegExp(`(?<![A-Za-z0-9_-])${id.replace(/[^A-Za-z0-9_]/g, '\\$&')}(?![A-Za-z0-9_-])`);
  const found = await forEachLimited(withdrawals, 4, async (withdrawal) => {
    const { file, ingestDate } = withdrawal;
    const why = `its text names the id; the file ${describeWithdrawal(withdrawal)}`;
    const lines = await findLines(bronze, file, word).catch((error) => {
      if (error instanceof FileRefused) return [];
      throw error;
    });
    return lines.map((line): Arrival => ({ ingestDate, file, line, verdict: 'withdrawn', why }));
  });
  return found.flat();
}

async function findLines(bronze: Bucket, key: string, word: RegExp): Promise<number[]> {
  const lines: number[] = [];
  const decoder = new StringDecoder('utf8');
  let line = 1;
  let parts: string[] = [];
  const look = (): void => void (word.test(parts.join('')) && lines.push(line));
  for await (const piece of openSource(await openObject(bronze, key))) {
    const [rest = '', ...others] = decoder.write(piece).split('\n');
    parts.push(rest);
    for (const next of others) {
      look();
      line++;
      parts = [next];
    }
  }
  look();
  return lines;
}
