import type { Column, Contract } from '../../lib/contracts/contract.ts';
import { lineageColumns } from '../../lib/contracts/lineage-columns.ts';
import { contracts } from '../../lib/datasets/contracts.ts';
import type { Dataset } from '../../lib/datasets/dataset.ts';
import { feeds } from '../../lib/datasets/find-feed.ts';
import { datasets } from '../../lib/datasets/index.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { Feed } from '../../lib/feeds/feed.ts';

/*
 * A dataset that is unlike transactions where it can be: no currency of a card, eight decimals, two measures of which one is computed
 * and one is no money, no version, a key of one column, ids that never recur.
 */

const text = (name: string, pattern: string, more: Partial<Column> = {}): Column => ({
  name,
  type: { kind: 'text', maxLength: 64, pattern },
  required: true,
  classification: 'business',
  description: '',
  ...more,
});
const decimal = (name: string): Column => ({
  name,
  type: { kind: 'decimal', precision: 24, scale: 8, positive: true, significantDigits: 15 },
  required: true,
  classification: 'business',
  description: '',
});

// Neither is asked of money that has eight decimals.
const { unlisted_currencies: _currencies, minor_units: _units, ...gate } = transactions.gate;

const contract: Contract = {
  name: 'wares',
  version: 1,
  description: 'Sales of goods by weight.',
  grain: 'one row per sale_id',
  id: 'sale_id',
  eventTime: 'sold_at',
  eventDate: 'sold_on',
  key: ['sale_id'],
  partitionBy: ['sold_on', 'article'],
  partitionPrefix: 's-',
  measures: [
    { name: 'amount', column: 'amount', isMoney: true, unit: { constant: 'EUR' } },
    { name: 'weight', column: 'weight', isMoney: false, unit: { column: 'article' } },
  ],
  columns: [
    text('sale_id', '^[a-z0-9-]{1,64}$'),
    text('article', '^[A-Z0-9/]{1,32}$'),
    decimal('weight'),
    decimal('price'),
    { ...text('sold_at', ''), type: { kind: 'instant' } },
    {
      ...decimal('amount'),
      type: { kind: 'decimal', precision: 38, scale: 8 },
      derived: true,
      product: ['weight', 'price'],
    },
    { ...text('sold_on', ''), type: { kind: 'date' }, derived: true },
    ...lineageColumns,
  ],
  gate: {
    ...gate,
    distribution: { ...gate.distribution, columns: ['article'] },
    conflicting_duplicates: { severity: 'warn', above: 0.005, columns: ['weight', 'price', 'article'] },
  },
};

const feed: Feed = {
  name: 'wares',
  dataset: 'wares',
  description: 'Sales as the tills send them.',
  zone: 'UTC',
  lateDays: 'unlimited',
  lookbackDays: 'unlimited',
  shape: { form: 'native' },
};

/** The dataset under a name, changed as told, registered beside the product's own as its line in the lists would. */
export function registerWares(name: string, changes: Partial<Contract> = {}): Dataset {
  const own: Contract = { ...contract, ...changes, name };
  const delivered: Feed = { ...feed, name, dataset: name };
  const dataset: Dataset = {
    contract: own,
    feeds: [delivered],
    fact: `core.fact_${name}`,
    totals: [],
    dims: [],
    marts: [],
    checks: [],
    analyses: [],
  };
  Object.assign(contracts, { [name]: own });
  Object.assign(datasets, { [name]: dataset });
  Object.assign(feeds, { [name]: delivered });
  return dataset;
}
