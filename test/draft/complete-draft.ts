import type { Feed, MappedShape } from '../../lib/feeds/feed.ts';
import type { Draft } from '../../lib/operate/draft/draft.ts';

/** What a person writes into a draft: constants for columns that nothing fits, a currency, and other parts as they are. */
export type Completion = {
  constants?: Record<string, string>;
  currency?: string;
  columns?: MappedShape['columns'];
};

/** The draft's feed as a person completes it. */
export function completeDraft({ feed }: Draft, { constants = {}, currency, columns = {} }: Completion): Feed {
  const shape = feed.shape as MappedShape;
  const missing = Object.entries(constants).filter(([name]) => !(name in shape.columns));
  const moneys = [shape.money ?? []]
    .flat()
    .map((money) =>
      'constant' in money.currency && money.currency.constant === '' && currency !== undefined
        ? { ...money, currency: { constant: currency } }
        : money,
    );
  return {
    ...feed,
    shape: {
      ...shape,
      ...(moneys.length > 0 && { money: moneys }),
      columns: {
        ...shape.columns,
        ...Object.fromEntries(missing.map(([name, constant]) => [name, { constant }])),
        ...columns,
      },
    },
  };
}
