import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { MappedShape } from '../../lib/feeds/feed.ts';
import type { TextFormat } from '../../lib/feeds/text-format.ts';
import { toKey } from '../../lib/feeds/to-key.ts';
import { draftFeed } from '../../lib/operate/draft/draft-feed.ts';
import { partners } from '../feeds/partners/index.ts';

/*
 * The partners' declarations were written by a person for the same files: what a draft says of them must be what the person said, as far as a
 * file tells it.
 */

type Shape = MappedShape & TextFormat & { rows?: string };

function draftOf(name: string): Shape {
  const file = `${name}.${name === 'payments-page' ? 'json' : 'csv'}`;
  const head = readFileSync(new URL(`../feeds/partners/files/${file}`, import.meta.url));
  return draftFeed([{ file, head, isWhole: true }], transactions, name).feed.shape as Shape;
}

/** How the file is written. */
function written({ form, encoding, delimiter, skipLines, headerless, footer, rows }: Shape): object {
  return {
    form,
    encoding,
    delimiter,
    skipLines,
    headerless,
    rows,
    footer: footer && { ...footer, startsWith: footer.startsWith.map(toKey) },
  };
}

describe.each(partners.map((feed) => [feed.name, feed.shape as Shape] as const))('%s', (name, declared) => {
  const draft = draftOf(name);

  it('is written as a person says', () => {
    expect(written(draft)).toEqual(written(declared));
  });

  it('has its amounts where a person says', () => {
    const amounts = ({ money = [] }: Shape): object[] =>
      [money].flat().map(({ amount, decimal, thousands }) => ({ amount, decimal, thousands }));
    expect(amounts(draft)).toEqual(amounts(declared));
  });

  it('has card, merchant and moment where a person says, or leaves them to one', () => {
    const source = (field: object | undefined): unknown =>
      field && 'constant' in field ? undefined : field && Object.values(field)[0];
    for (const column of ['card_id', 'merchant_id', 'merchant_name', 'txn_ts', 'original_transaction_id'])
      if (draft.columns[column])
        expect([column, source(draft.columns[column])]).toEqual([column, source(declared.columns[column])]);
  });
});
