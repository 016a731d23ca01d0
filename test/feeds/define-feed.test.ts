import { describe, expect, test } from 'vitest';
import { feeds } from '../../lib/datasets/find-feed.ts';
import { checkFeed } from '../../lib/feeds/check/check-feed.ts';
import { checkFeeds } from '../../lib/feeds/check/check-feeds.ts';
import { defineFeed } from '../../lib/feeds/define-feed.ts';
import type { DelimitedShape, Feed } from '../../lib/feeds/feed.ts';
import { partners } from './partners/index.ts';

const shape: DelimitedShape = {
  form: 'csv',
  header: ['Id', 'When', 'Kind', 'Amount', { name: 'Note', required: false, aliases: ['Notes'] }],
  money: { amount: 'Amount', currency: { constant: 'EUR' } },
  columns: {
    transaction_id: { from: 'Id' },
    customer_id: { constant: 'c' },
    card_id: { constant: 'none' },
    merchant_id: { constant: 'm' },
    txn_ts: { timeFrom: 'When', format: 'dd/mm/yyyy' },
    amount: { money: 'amount' },
    currency: { money: 'currency' },
    mcc: { from: 'Kind', values: { Books: '5942' }, otherwise: '0000' },
    status: { constant: 'approved' },
    is_refund: { money: 'isNegative' },
    channel: { constant: 'online' },
  },
};
const feed: Feed = {
  name: 'books',
  dataset: 'transactions',
  description: 'A feed without a fault.',
  zone: 'Europe/Berlin',
  lateDays: 2,
  lookbackDays: 30,
  idPrefix: 'bk-',
  shape,
};

/** The feed with parts of its shape changed, as a person who gets no help from types may write them. */
const withShape = (changed: object): Feed => ({ ...feed, shape: { ...shape, ...changed } }) as Feed;
const withColumns = (columns: object): Feed => withShape({ columns });
const withColumn = (changed: object): Feed => withColumns({ ...shape.columns, ...changed });
const withMoney = (changed: object): Feed => withShape({ money: { ...shape.money, ...changed } });

test('a sound declaration has no problems, and neither have the real ones', () => {
  for (const sound of [feed, ...Object.values(feeds), ...partners]) expect(checkFeed(sound), sound.name).toEqual([]);
  expect(defineFeed(feed)).toBe(feed);
});

const without = (column: string): object =>
  Object.fromEntries(Object.entries(shape.columns).filter(([name]) => name !== column));

/** What is wrong, and words that its message must hold: the place, the value, what is allowed. */
const faults: [string, Feed, string[]][] = [
  ['a name that is no folder', { ...feed, name: 'Books/2025' }, ['name', 'Books/2025']],
  ['an unknown dataset', { ...feed, dataset: 'books' }, ['dataset', 'books', 'transactions']],
  ['an unknown zone', { ...feed, zone: 'Berlin' }, ['zone', 'Berlin', 'Asia/Seoul']],
  ['a count of days below nought', { ...feed, lateDays: -1 }, ['lateDays', '-1', 'unlimited']],
  ['a prefix that no id may have', { ...feed, idPrefix: 'bk:' }, ['idPrefix', 'bk:', 'A-Za-z0-9_-']],
  ['a prefix that leaves ids no room', { ...feed, idPrefix: 'b'.repeat(17) }, ['idPrefix', '16']],
  ['a word that means nothing', { ...feed, lateDay: 3 } as unknown as Feed, ['lateDay', 'lateDays']],
  ['an unknown form', withShape({ form: 'xml' }), ['xml', 'native, csv, json']],
  ['an unknown encoding', withShape({ encoding: 'cp-949' }), ['encoding', 'cp-949', 'euc-kr']],
  ['a delimiter of two characters', withShape({ delimiter: '||' }), ['delimiter', '||', 'one character']],
  ['a footer without a text', withShape({ footer: { column: 'Id', startsWith: [''] } }), ['footer', 'first row']],
  ['a footer in no column', withShape({ footer: { column: 'id', startsWith: ['T'] } }), ['footer', '"id"', 'Id, When']],
  ['rows left out by no column', withShape({ leaveOut: [{ column: 'Typ', is: ['x'] }] }), ['leaveOut', 'Typ', 'Kind']],
  ['rows left out by no word', withShape({ leaveOut: [{ column: 'Kind', is: [] }] }), ['leaveOut', 'Kind']],
  ['a dropped column that is read', withShape({ drop: ['Kind'] }), ['columns.mcc', 'Kind', 'dropped']],
  ['a dropped column that is none', withShape({ drop: ['Kund'] }), ['drop', 'Kund']],
  ['tokens that are added up', withShape({ tokenise: ['Amount'] }), ['money', 'Amount', 'tokenised']],
  ['a header that names a column twice', withShape({ header: ['Id', 'id ', 'When'] }), ['header', 'twice']],
  ['a key of JSON in a delimited shape', withShape({ rows: 'data' }), ['rows', 'delimiter']],
  ['an unknown name', withColumn({ mcc: { from: 'Kinds' } }), ['columns.mcc', 'Kinds', 'Id, When, Kind']],
  ['an unknown column', withColumn({ amout: { money: 'amount' } }), ['columns.amout', 'amount']],
  ['a derived column', withColumn({ txn_date: { from: 'When' } }), ['columns.txn_date', 'transaction_id']],
  ['a required column left out', withColumns(without('status')), ['columns.status', 'requires']],
  ['a constant outside of the set', withColumn({ status: { constant: 'ok' } }), ['columns.status', '"ok"', 'approved']],
  ['a constant against the pattern', withColumn({ card_id: { constant: 'a b' } }), ['columns.card_id', '"a b"']],
  [
    'a word that means nothing valid',
    withColumn({ status: { from: 'Kind', values: { Books: 'Aproved' } } }),
    ['columns.status', 'Books', 'Aproved', 'approved, declined'],
  ],
  [
    'an otherwise against the pattern',
    withColumn({ mcc: { from: 'Kind', values: { B: '1234' }, otherwise: '0' } }),
    ['columns.mcc', 'otherwise', '"0"', '[0-9]{4}'],
  ],
  [
    'a word twice in two cases',
    withColumn({ mcc: { from: 'Kind', values: { Books: '5942', BOOKS: '5943' } } }),
    ['columns.mcc', 'BOOKS', 'twice'],
  ],
  [
    'an old way to say it',
    withColumn({ mcc: { lookup: 'Kind', table: {}, otherwise: '0000' } }),
    ['columns.mcc', 'from'],
  ],
  ['an unknown key of a field', withColumn({ mcc: { from: 'Kind', whenempty: '0000' } }), ['whenempty', 'whenEmpty']],
  [
    'a field that reads nothing',
    withColumn({ transaction_id: { contentHashOf: [] } }),
    ['transaction_id', 'no column'],
  ],
  ['a content hash that is no id', withColumn({ card_id: { contentHashOf: ['Id'] } }), ['card_id', 'transaction_id']],
  ['one column joined', withColumn({ transaction_id: { join: ['Id'], by: '-' } }), ['transaction_id', 'two columns']],
  [
    'a separator that every date has',
    withColumn({ transaction_id: { join: ['Id', { timeFrom: 'When', format: 'dd/mm/yyyy' }], by: '-' } }),
    ['transaction_id', '"-"', '_'],
  ],
  ['a separator no id may have', withColumn({ transaction_id: { join: ['Id', 'When'], by: '/' } }), ['0000/0000']],
  ['a prefix against the pattern', withColumn({ card_id: { from: 'Id', prefix: 'card ' } }), ['card_id', '"card "']],
  [
    'an unknown format',
    withColumn({ txn_ts: { timeFrom: 'When', format: 'dd/MM/yyyy' } }),
    ['columns.txn_ts', 'dd/MM/yyyy', 'dd/mm/yyyy'],
  ],
  [
    'two formats that read one text differently',
    withColumn({ txn_ts: { timeFrom: 'When', format: ['dd/mm/yyyy', 'mm/dd/yyyy'] } }),
    ['columns.txn_ts', '"dd/mm/yyyy" and "mm/dd/yyyy"', '01/02/2003', '2003-02-01', '2003-01-02'],
  ],
  [
    'a zone that is a short name',
    withColumn({ txn_ts: { timeFrom: 'When', format: 'dd/mm/yyyy', zone: 'CET' } }),
    ['columns.txn_ts', 'CET', 'Europe/Berlin'],
  ],
  [
    'a table of zones with none',
    withColumn({ txn_ts: { timeFrom: 'When', format: 'iso', zone: { from: 'Note', names: { MEZ: 'MEZ' } } } }),
    ['columns.txn_ts', 'MEZ', '+01:00'],
  ],
  ['a time as an amount', withColumn({ amount: { timeFrom: 'When', format: 'iso' } }), ['columns.amount', 'timeFrom']],
  [
    'a part of money that is none',
    withColumn({ amount: { money: 'gross' } }),
    ['columns.amount', 'gross', 'isNegative'],
  ],
  ['a part of money in the wrong place', withColumn({ is_refund: { money: 'amount' } }), ['columns.is_refund']],
  ['no columns at all', withShape({ columns: undefined }), ['columns is missing']],
  ['a part of another type', withShape({ leaveOut: [{ column: 'Kind' }] }), ['missing or of another type', 'tsc']],
  ['money that is not declared', withShape({ money: undefined }), ['money', 'not declared']],
  ['one mark for two things', withMoney({ decimal: ',', thousands: ',' }), ['money', 'both ","']],
  ['one form for two signs', withMoney({ positive: '-5' }), ['money', '"-5"']],
  ['a form without its example', withMoney({ negative: 'CR' }), ['money', '"CR"']],
  ['a currency that is none', withMoney({ currency: { constant: 'GPB' } }), ['money', 'GPB', 'ISO 4217']],
  ['minor units of what has none', withMoney({ currency: { constant: 'XAU' }, minorUnits: 'ISO 4217' }), ['XAU']],
  ['an amount of unknown parts', withMoney({ amount: { debit: 'Amount', credit: 'Note' } }), ['positive, negative']],
  [
    'one word for two sides',
    withMoney({ side: { from: 'Kind', positive: ['D'], negative: ['d'] } }),
    ['money', 'side', '"d"'],
  ],
];

describe('what is wrong is told by place, value and what is allowed', () => {
  test.each(faults)('%s', (_name, wrong, words) => {
    const problems = checkFeed(wrong);
    expect(
      problems.some((problem) => words.every((word) => problem.includes(word))),
      problems.join('\n'),
    ).toBe(true);
    expect(() => defineFeed(wrong)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });
});

test('all that is wrong is told at once, with the feed', () => {
  const wrong = withShape({
    delimiter: '',
    columns: { ...shape.columns, mcc: { from: 'X' }, status: { constant: 'no' } },
  });
  expect(() => defineFeed(wrong)).toThrow(/^feed "books": .*delimiter.*"X".*"no"/);
});

describe('feeds of one dataset', () => {
  const { idPrefix: _prefix, ...bare } = feed;

  test('may go without a prefix only once', () => {
    expect(() => checkFeeds([bare, { ...bare, name: 'other' }])).toThrow(/"books" and "other".*idPrefix/);
    expect(Object.keys(checkFeeds([bare, { ...feed, name: 'other' }]))).toEqual(['books', 'other']);
  });

  test('have prefixes that do not begin alike', () => {
    expect(() => checkFeeds([feed, { ...feed, name: 'other', idPrefix: 'bk-x' }])).toThrow(/bk-x/);
    expect(() => checkFeeds([feed, { ...feed, name: 'other' }])).toThrow(/begin alike/);
  });

  test('have names of their own', () => {
    expect(() => checkFeeds([bare, feed])).toThrow(/two feeds are called "books"/);
  });
});

test('types refuse what they can before anything runs', () => {
  const base = { ...feed, shape: undefined };
  const money = { amount: 'A', currency: { constant: 'EUR' } } as const;
  const { transaction_id: _id, txn_ts: _ts, mcc: _mcc, ...columns } = shape.columns;
  expect(() =>
    defineFeed({
      ...base,
      shape: {
        form: 'csv',
        header: ['A', 'B'],
        money,
        columns: {
          ...columns,
          // @ts-expect-error: no name of the header
          transaction_id: { from: 'C' },
          // @ts-expect-error: MM is minutes
          txn_ts: { timeFrom: 'B', format: 'dd/MM/yyyy' },
          mcc: { constant: '0000' },
        },
      },
    }),
  ).toThrow(/"C".*dd\/MM\/yyyy/);
});
