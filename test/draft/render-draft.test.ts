import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { draftFeed } from '../../lib/operate/draft/draft-feed.ts';
import { renderDraft } from '../../lib/operate/draft/render-draft.ts';
import { testFolder } from '../cli/paylake.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom("It's", '*/ x', '// x', '`$x`', 'a\\', '"', 'constructor', '__proto__', '가맹점', 'a\u2028b'),
);

it('a draft is a file that declares the drafted feed, whatever a sender calls its columns', async () => {
  const folder = await testFolder();
  // What the file imports; it hands the declaration on unchecked, since not every such file can be a valid feed.
  await writeFile(join(folder, 'define-feed.ts'), 'export const defineFeed = (feed: unknown): unknown => feed;\n');
  let number = 0;
  const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(hostile, { minLength: 1, maxLength: 4 }),
      fc.array(hostile, { minLength: 4, maxLength: 4 }),
      async (names, cells) => {
        const lines = [
          ['Date', 'Amount', ...names],
          ['2025-09-01', '1.50', ...cells.slice(0, names.length)],
        ];
        const head = Buffer.from(lines.map((line) => line.map(quote).join(',')).join('\r\n'));
        const draft = draftFeed([{ file: 'x.csv', head, isWhole: true }], transactions, 'partner');
        const path = join(folder, `draft-${number++}.ts`);
        await writeFile(path, renderDraft(draft, './define-feed.ts'));
        const { partner } = await import(pathToFileURL(path).href);
        expect(partner).toEqual(draft.feed);
      },
    ),
    { numRuns: 40 },
  );
});
