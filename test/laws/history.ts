import fc from 'fast-check';
import type { RunOptions } from './drive-run.ts';
import { nativeRow, toNdjson } from './native-row.ts';

/** A file, and the run before which it lands: a date's files need not come together. */
export type Delivery = { key: string; text: string; landsBefore: number };

/** Deliveries, and runs in their order. */
export type History = { deliveries: Delivery[]; runs: RunOptions[] };

/** Ingest dates on both sides of the look-back of 30 days, and one next to another. */
export const ingestDates = ['2025-03-03', '2025-03-04', '2025-04-02', '2025-04-03', '2025-04-04'];
const first = ingestDates[0] ?? '';
const last = ingestDates.at(-1) ?? '';

const dayBefore = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Few ids and versions, so that they meet; up to a day later than in time, some bad. */
const rowOf = (ingestDate: string): fc.Arbitrary<object> =>
  fc
    .record({
      id: fc.integer({ min: 1, max: 6 }),
      version: fc.integer({ min: 1, max: 3 }),
      days: fc.constantFrom(0, 0, 1, 2, 3),
      cents: fc.integer({ min: 0, max: 999 }),
      mcc: fc.constantFrom('5411', '5411', '0742', '5411x'),
      currency: fc.constantFrom('KRW', 'USD'),
      refund: fc.boolean(),
    })
    .map(({ id, version, days, cents, mcc, currency, refund }) =>
      nativeRow({
        transaction_id: `txn-00000${id}`,
        version,
        txn_ts: `${dayBefore(ingestDate, days)}T12:00:00+09:00`,
        amount: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`,
        mcc,
        currency,
        is_refund: String(refund),
      }),
    );

const nativeFile = (ingestDate: string): fc.Arbitrary<[string, string][]> =>
  fc
    .array(fc.array(rowOf(ingestDate), { minLength: 1, maxLength: 4, size: 'max' }), {
      minLength: 1,
      maxLength: 2,
      size: 'max',
    })
    .map((files) =>
      files.map((rows, at): [string, string] => [
        `transactions/ingest_date=${ingestDate}/part-${at}.ndjson`,
        toNdjson(rows),
      ]),
    );

const header =
  'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3';

/** The same few purchases again and again: overlapping deliveries of a feed without a look-back. */
const cardFile = (ingestDate: string): fc.Arbitrary<[string, string][]> =>
  fc.array(fc.constantFrom('01/03/25', '02/03/25'), { maxLength: 3 }).map((dates) => {
    const lines = dates.map((date) => `${date},VR,52.32,shell kings,****5770,K020,RV12N,A00`);
    const key = `purchase-cards/ingest_date=${ingestDate}/month.csv`;
    return lines.length === 0 ? [] : [[key, [header, ...lines].join('\n')]];
  });

const ranges: fc.Arbitrary<RunOptions> = fc
  .record({
    day: fc.constantFrom(...ingestDates),
    isWide: fc.nat(5),
    chunkRows: fc.constantFrom(1, 3, 1_000_000),
    dies: fc.constantFrom(undefined, undefined, undefined, 'before audit', 'after audit', 'while publishing'),
  })
  .map(({ day, isWide, chunkRows, dies }) => ({
    ...(isWide === 0 ? { from: first, to: last } : { from: day, to: day }),
    chunkRows,
    accept: ['quarantined_share'],
    ...(dies && { dies: dies as RunOptions['dies'] }),
  }));

/** A random history: every date runs in the end, in any order, some of them several times, some runs dying on their way. */
export const history: fc.Arbitrary<History> = fc
  .tuple(
    fc.tuple(...ingestDates.map(nativeFile)),
    fc.tuple(...ingestDates.map(cardFile)),
    fc.array(ranges, { minLength: 1, maxLength: 3, size: 'max' }),
    fc.shuffledSubarray(ingestDates, { minLength: ingestDates.length }),
    fc.constantFrom(1, 2, 1_000_000),
    fc.array(fc.constantFrom(0, 0, 1), { minLength: 15, maxLength: 15 }),
  )
  .map(([native, cards, runs, order, chunkRows, landings]) => ({
    deliveries: [...native, ...cards]
      .flat()
      .map(([key, text], at) => ({ key, text, landsBefore: landings[at] === 1 ? runs.length : 0 })),
    runs: [
      ...runs,
      ...order.map((day): RunOptions => ({ from: day, to: day, accept: ['quarantined_share'], chunkRows })),
    ],
  }));

export const wholeRange: RunOptions = { from: first, to: last, accept: ['quarantined_share'] };
