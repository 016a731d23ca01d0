import { checkContract } from '../../lib/contracts/check-contract.ts';
import type { Column, Contract } from '../../lib/contracts/contract.ts';
import { defineContract } from '../../lib/contracts/define-contract.ts';
import { contracts } from '../../lib/datasets/contracts.ts';
import type { Dataset } from '../../lib/datasets/dataset.ts';
import { feeds } from '../../lib/datasets/find-feed.ts';
import { datasets } from '../../lib/datasets/index.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { Feed } from '../../lib/feeds/feed.ts';

/*
 * What an app sends when somebody taps on it: a document in each row, kinds of row that require what others do not, rules between
 * columns, an id that may stand in two places, nothing that adds up.
 */

const common = { required: true, classification: 'business', description: '' } as const;
const optional = { ...common, required: false } as const;
const free = { kind: 'text', maxLength: 1024 } as const;
const person = { kind: 'text', maxLength: 64, pattern: '^usr_[A-Za-z0-9]{1,60}$' } as const;
const money = { kind: 'decimal', precision: 18, scale: 2 } as const;

const columns = [
  {
    ...common,
    name: 'tap_id',
    type: {
      kind: 'text',
      maxLength: 36,
      letterCase: 'lower',
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
    },
  },
  {
    ...common,
    name: 'kind',
    type: {
      kind: 'text',
      maxLength: 12,
      letterCase: 'lower',
      oneOf: ['screen_seen', 'signed_up', 'transfer_done', 'compared'],
    },
  },
  { ...common, name: 'tapped_at', type: { kind: 'instant' } },
  { ...common, name: 'received_at', type: { kind: 'instant' } },
  { ...optional, name: 'user_id', type: person, filledFrom: 'said.user_id' },
  {
    ...common,
    name: 'locale',
    type: { kind: 'text', maxLength: 2, letterCase: 'lower', oneOf: ['en', 'ko'] },
    required: false,
    whenMissing: 'ko',
  },
  { ...optional, name: 'model', type: { kind: 'text', maxLength: 20 } },
  {
    ...common,
    name: 'said',
    type: {
      kind: 'json',
      maxBytes: 400,
      properties: {
        user_id: person,
        method: { kind: 'text', maxLength: 5, letterCase: 'lower', oneOf: ['email', 'phone'] },
        duration_ms: { kind: 'integer', maxDigits: 15, min: 0 },
        items: { kind: 'list', maxLength: 8 },
        is_first: { kind: 'boolean' },
        note: free,
      },
    },
  },
  { ...optional, name: 'amount', type: money, path: ['said', 'amount'] },
  { ...optional, name: 'fee', type: money, path: ['said', 'fee'] },
  { ...optional, name: 'screen', type: { kind: 'text', maxLength: 12 }, path: ['said', 'screen'] },
  { ...common, name: 'tapped_on', type: { kind: 'date' }, derived: true },
  { ...common, name: 'ingest_date', type: { kind: 'date' }, derived: true },
  { ...common, name: 'source_file', type: { kind: 'text', maxLength: 1024 }, derived: true },
  { ...common, name: 'source_line', type: { kind: 'integer', maxDigits: 18, min: 1 }, derived: true },
] as const satisfies readonly Column[];

const build: Column = {
  ...optional,
  name: 'build',
  type: { kind: 'text', maxLength: 4, pattern: '^[0-9]{1,4}$' },
  since: 2,
};

// Neither is asked where nothing is money.
const { unlisted_currencies: _currencies, minor_units: _units, ...gate } = transactions.gate;

export const taps: Contract = defineContract({
  name: 'taps',
  version: 1,
  description: 'Taps on an app.',
  grain: 'one row per tap_id',
  id: 'tap_id',
  eventTime: 'tapped_at',
  eventDate: 'tapped_on',
  key: ['tap_id', 'tapped_on'],
  partitionBy: ['tapped_on', 'kind'],
  measures: [],
  columns,
  variants: {
    by: 'kind',
    required: {
      screen_seen: ['screen', 'said.duration_ms'],
      signed_up: ['said.user_id', 'said.method'],
      transfer_done: ['user_id', 'amount', 'fee'],
      compared: ['user_id', 'said.items'],
    },
  },
  rules: [
    { name: 'fee_above_amount', holds: 'fee <= amount', description: 'A fee is part of what is paid.' },
    {
      name: 'future_tap',
      holds: 'tapped_at <= received_at + interval 5 minutes',
      description: 'A clock may go wrong by five minutes.',
    },
    {
      name: 'screen_of_transfer',
      holds: "not kind = 'transfer_done' or screen <> 'home'",
      description: 'None starts there.',
    },
  ],
  gate: {
    ...gate,
    distribution: { ...gate.distribution, columns: ['kind'] },
    conflicting_duplicates: { severity: 'warn', above: 0.005, columns: ['kind', 'user_id'] },
  },
});

export const tapFeed: Feed = {
  name: 'taps',
  dataset: 'taps',
  description: 'Taps as the app sends them.',
  zone: 'Asia/Seoul',
  lateDays: 2,
  lookbackDays: 30,
  shape: { form: 'native' },
};

/** The contract a version later: it has gained a column, in front of those that are derived. */
export const laterTaps: Contract = checkContract({
  ...taps,
  version: 2,
  columns: taps.columns.flatMap((column) => (column.name === 'tapped_on' ? [build, column] : [column])),
});

/** Registers the dataset beside the product's own, as its lines in the lists would. */
export function registerTaps(contract = taps): Dataset {
  const dataset: Dataset = {
    contract,
    feeds: [tapFeed],
    fact: 'core.fact_taps',
    totals: [],
    dims: [],
    marts: [],
    checks: [],
    analyses: [],
  };
  Object.assign(contracts, { taps: contract });
  Object.assign(datasets, { taps: dataset });
  Object.assign(feeds, { taps: tapFeed });
  return dataset;
}
