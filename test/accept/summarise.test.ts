import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { DateSummary } from '../../lib/run/date-summary.ts';
import type { FeedResult } from '../../lib/stages/accept/read-feed.ts';
import { summarise } from '../../lib/stages/accept/summarise.ts';
import { openDuckDB } from '../open-duckdb.ts';
import { fillTables, type JudgedRow } from './judged-tables.ts';

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

const [a, b, c] = ['pay/ingest_date=D/a', 'pay/ingest_date=D/b', 'cards/ingest_date=D/c'] as const;
const date = {
  ingestDate: '2025-09-10',
  fingerprint: 'f',
  files: [a, b, c].map((key, at) => ({ key, size: at + 1, feed: key.split('/')[0] ?? '' })),
  released: true,
  derive: true,
};
const result = (feed: string, more: Partial<FeedResult> = {}): FeedResult => ({
  feed,
  batches: [],
  refused: [],
  findings: [],
  columns: new Map(),
  leftOut: {},
  ...more,
});

type Rows = { accepted?: JudgedRow[]; setAside?: JudgedRow[] };
async function sum(rows: Rows, results: FeedResult[], contract: Contract = transactions): Promise<DateSummary> {
  await fillTables(connection, contract, rows);
  return summarise(connection, contract, date, results);
}

const rows: Rows = {
  accepted: [
    { file: a, amount: '10.00', lines: 2 },
    { file: a, amount: '3.00', is_refund: 'true', status: 'declined' },
    { file: b, amount: '0.25', currency: 'USD', txn_date: '2025-09-09' },
    { file: c, amount: '5.00', txn_date: '2025-09-08' },
  ],
  setAside: [
    { file: a, rules: ['invalid:mcc', 'card_number'], currency: 'KRW', signed_amount: '-7.00', lines: 3 },
    { file: c, rules: ['invalid:mcc'], currency: 'USD', signed_amount: '0.50', event_date: '2025-09-12' },
    { file: c, rules: ['missing:amount'] },
    { file: c, currency: 'KRW', signed_amount: '9.00', event_date: '2025-09-01', lines: 4, raw: 'late' },
  ],
};

test('every row counts once by verdict, file, event date and feed, every rule once for each row that broke it', async () => {
  const findings = [{ kind: 'identical_file' as const, value: a, count: 1, file: b, line: 1 }];
  const refused = [{ key: c, reason: 'r', remedy: 'm' }];
  const results = [
    result('pay', { findings, columns: new Map([[a, { x: 'text' }]]), leftOut: { blank: 2, 'type is payout': 1 } }),
    result('cards', { refused, columns: new Map([[c, { y: 'text' }]]), leftOut: { footer: 3 } }),
  ];
  expect(await sum(rows, results)).toEqual({
    dataset: 'transactions',
    contractVersion: transactions.version,
    ingestDate: '2025-09-10',
    fingerprint: 'f',
    released: true,
    files: [
      { key: a, size: 1, rows: 3, columns: { x: 'text' } },
      { key: b, size: 2, rows: 1, columns: {} },
      { key: c, size: 3, rows: 4, columns: { y: 'text' } },
    ],
    refused,
    rows: { in: 8, accepted: 4, quarantined: 3, held: 1 },
    money: {
      in: { KRW: '14.00', USD: '0.75' },
      quarantined: { KRW: '-7.00', USD: '0.50' },
      held: { KRW: '9.00' },
    },
    measures: {
      in: { amount: { KRW: '14.00', USD: '0.75' } },
      quarantined: { amount: { KRW: '-7.00', USD: '0.50' } },
      held: { amount: { KRW: '9.00' } },
    },
    unparseableAmounts: 1,
    eventDates: { '2025-09-08': 1, '2025-09-09': 1, '2025-09-10': 2 },
    distribution: { status: { approved: 3, declined: 1 }, currency: { KRW: 3, USD: 1 } },
    rules: { card_number: 1, 'invalid:mcc': 2, 'missing:amount': 1 },
    setAside: {
      quarantine: [
        expect.objectContaining({ reason: 'card_number', file: a }),
        expect.objectContaining({ reason: 'invalid:mcc', file: c }),
        expect.objectContaining({ reason: 'invalid:mcc', file: a }),
        expect.objectContaining({ reason: 'missing:amount', file: c }),
      ],
      held: [expect.objectContaining({ reason: '2025-09-01', file: c })],
    },
    feeds: {
      pay: {
        rows: 4,
        lines: 7,
        quarantined: 1,
        quarantinedLines: 3,
        held: 0,
        heldLines: 0,
        newest: '2025-09-10',
        money: { in: { KRW: '0.00', USD: '0.25' }, quarantined: { KRW: '-7.00' } },
        blank: 2,
        leftOut: { 'type is payout': 1 },
      },
      cards: {
        rows: 4,
        lines: 7,
        quarantined: 2,
        quarantinedLines: 2,
        held: 1,
        heldLines: 4,
        newest: '2025-09-08',
        money: { in: { KRW: '14.00', USD: '0.50' }, quarantined: { USD: '0.50' } },
        blank: 0,
        leftOut: { footer: 3 },
      },
    },
    findings,
  });
});

test('what is odd about accepted rows is told behind what reading found', async () => {
  const findings = [{ kind: 'unknown_column' as const, value: 'x', count: 1, file: a, line: 1 }];
  const odd = { file: a, customer_id: 'null', currency: 'JPY', amount: '0.50' };
  const summary = await sum({ accepted: [odd, { ...odd, currency: 'ZZZ' }] }, [result('pay', { findings })]);
  expect(summary.findings.map(({ kind, value }) => [kind, value])).toEqual([
    ['unknown_column', 'x'],
    ['null_word', 'null'],
    ['unlisted_currency', 'ZZZ'],
    ['minor_units', 'JPY'],
  ]);
});

test('a date without a row has its account all the same: noughts, and nothing newest', async () => {
  const summary = await sum({}, [result('pay')]);
  expect(summary.rows).toEqual({ in: 0, accepted: 0, quarantined: 0, held: 0 });
  expect(summary.files.map(({ rows }) => rows)).toEqual([0, 0, 0]);
  const none = { rows: 0, lines: 0, quarantined: 0, quarantinedLines: 0, held: 0, heldLines: 0, newest: null };
  expect(summary.feeds).toEqual({ pay: { ...none, money: { in: {}, quarantined: {} }, blank: 0, leftOut: {} } });
  expect(summary).toMatchObject({ money: { in: {} }, measures: { in: { amount: {} } }, eventDates: {}, rules: {} });
});

test('rows that are late alone have no newest event date: it is that of accepted rows', async () => {
  const { feeds } = await sum({ setAside: [{ file: a, event_date: '2025-09-01' }] }, [result('pay')]);
  expect(feeds.pay).toMatchObject({ rows: 1, held: 1, newest: null });
});

test('of a dataset whose measure is no money each is summed, and no amount is missed', async () => {
  const contract: Contract = {
    ...transactions,
    measures: [
      { name: 'weight', column: 'amount', isMoney: false, unit: { constant: 'kg' } },
      { name: 'volume', column: 'amount', isMoney: false, unit: { column: 'mcc' } },
    ],
  };
  const setAside: JudgedRow[] = [
    { file: a, rules: ['x'] },
    { file: a, rules: ['x'], unit_weight: 'kg', signed_weight: '2.00' },
  ];
  const summary = await sum({ accepted: [{ file: a }], setAside }, [result('pay')], contract);
  expect(summary).toMatchObject({
    rows: { in: 3 },
    measures: {
      in: { weight: { kg: '3.00' }, volume: { 5411: '1.00' } },
      quarantined: { weight: { kg: '2.00' }, volume: {} },
      held: { weight: {}, volume: {} },
    },
    unparseableAmounts: 0,
  });
  const without = { in: {}, quarantined: {} };
  expect(summary.money).toEqual({ ...without, held: {} });
  expect(summary.feeds.pay?.money).toEqual(without);
  expect(summary.setAside.quarantine).toMatchObject([{ reason: 'x', rows: 2, money: {} }]);
});

test('a watched column tells its fifty most frequent values, equal ones by their names', async () => {
  const columns = ['merchant_id'];
  const contract = {
    ...transactions,
    gate: { ...transactions.gate, distribution: { ...transactions.gate.distribution, columns } },
  };
  const names = Array.from({ length: 51 }, (_, at) => `m${String(50 - at).padStart(2, '0')}`);
  const accepted = [...names, 'm50', 'm50', 'm07'].map((merchant_id) => ({ file: a, merchant_id }));
  const { distribution } = await sum({ accepted }, [result('pay')], contract);
  const counted = Object.entries(distribution.merchant_id ?? {});
  expect(counted).toHaveLength(50);
  expect(counted.slice(0, 4)).toEqual([
    ['m50', 3],
    ['m07', 2],
    ['m00', 1],
    ['m01', 1],
  ]);
  expect(counted.at(-1)).toEqual(['m48', 1]);
});
