import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCardNumbers } from '../../lib/contracts/card-number.ts';
import { checkFeed } from '../../lib/feeds/check/check-feed.ts';
import { checkFeedFiles } from '../../lib/operate/feeds/check-feed-files.ts';
import { draftFeedFiles } from '../../lib/operate/feeds/draft-feed-files.ts';
import { type Completion, completeDraft } from './complete-draft.ts';

/*
 * Each file is drafted, completed as a person does who reads the doubts, and read by the product's own accept. Rows and money were added up
 * from the files by another program.
 */

type Case = {
  file: string;
  /** Contract columns that the draft leaves to a person, `currency` for an empty code. */
  needs: string[];
  completion: Completion;
  rows: number;
  money: Record<string, string>;
  shape?: object;
  leftOut?: Record<string, number>;
};

const settled = { status: 'approved', customer_id: 'unknown', card_id: 'unknown', merchant_id: 'shop' };

const cases: Case[] = [
  {
    file: 'council-spend-2025-09.csv',
    needs: ['customer_id', 'card_id', 'status'],
    completion: { constants: settled },
    rows: 40,
    money: { GBP: '102330.12' },
    shape: {
      encoding: 'windows-1252',
      skipLines: 2,
      money: { amount: 'Amount (£)', thousands: ',', currency: { constant: 'GBP' }, signs: { '£': 'GBP' } },
      columns: { txn_ts: { timeFrom: 'Payment Date', format: 'dd/mm/yyyy' } },
    },
  },
  {
    file: 'order-lines.csv',
    needs: ['currency', 'card_id', 'merchant_id', 'status'],
    completion: {
      constants: settled,
      currency: 'GBP',
      columns: { customer_id: { from: 'CustomerID', whenEmpty: 'unknown' } },
    },
    rows: 60,
    money: { GBP: '8661.84' },
    shape: {
      money: { amount: { quantity: 'Quantity', price: 'UnitPrice' } },
      columns: { txn_ts: { timeFrom: 'InvoiceDate', format: 'm/d/yyyy H:MM' }, is_refund: { money: 'isNegative' } },
    },
  },
  {
    file: 'fraud-sample.csv',
    needs: ['currency', 'customer_id', 'status'],
    completion: { constants: settled, currency: 'USD' },
    rows: 60,
    money: { USD: '5331.96' },
    shape: {
      tokenise: ['cc_num'],
      drop: ['first', 'last', 'street', 'dob'],
      columns: { transaction_id: { from: 'trans_num' }, card_id: { from: 'cc_num' } },
    },
  },
  {
    file: 'umsaetze-2025-09.csv',
    needs: ['customer_id', 'card_id', 'status'],
    completion: { constants: settled },
    rows: 30,
    money: { EUR: '12211.16' },
    leftOut: { footer: 1 },
    shape: {
      delimiter: ';',
      encoding: 'windows-1252',
      skipLines: 3,
      footer: { column: 'Buchungstag', startsWith: ['Summe'] },
      money: { amount: 'Betrag', decimal: ',', thousands: '.', positive: '-5', negative: '5' },
    },
  },
  {
    file: '정산_20250930.csv',
    needs: ['customer_id', 'status'],
    completion: { constants: settled },
    rows: 30,
    money: { KRW: '1062300.00' },
    shape: {
      encoding: 'euc-kr',
      money: { amount: '거래금액', thousands: ',', side: { from: '승인구분', positive: ['승인'], negative: ['취소'] } },
      columns: {
        txn_ts: { timeFrom: ['거래일자', '거래시간'], format: 'yyyymmdd HHMMSS' },
        card_id: { lastDigitsOf: '카드번호', digits: 4 },
      },
    },
  },
  {
    file: 'balance_export.csv',
    needs: ['merchant_id', 'status'],
    completion: { constants: settled },
    rows: 33,
    money: { USD: '15175.86' },
    leftOut: { 'Type is stripe_fee': 3, 'Type is payout': 4 },
    shape: { columns: { txn_ts: { timeFrom: 'Created (UTC)', format: 'iso', zone: 'UTC' } } },
  },
  {
    file: 'settlement_detail_report_batch_12.csv',
    needs: ['card_id', 'status'],
    completion: { constants: settled },
    rows: 30,
    money: { EUR: '12322.17' },
    shape: {
      money: {
        amount: { positive: 'Gross Credit (GC)', negative: 'Gross Debit (GC)' },
        currency: { from: 'Gross Currency' },
      },
      columns: { txn_ts: { zone: { from: 'TimeZone', names: { CET: '+01:00', CEST: '+02:00' } } } },
    },
  },
  {
    file: 'payments-page.json',
    needs: [],
    completion: {},
    rows: 25,
    money: { EUR: '35759.10', JPY: '5366536.00', USD: '51772.89' },
    shape: {
      form: 'json',
      rows: 'data',
      money: { minorUnits: 'ISO 4217' },
      columns: {
        status: { values: { succeeded: 'approved', failed: 'declined' } },
        mcc: { from: 'merchant.category_code' },
      },
    },
  },
];

const path = (file: string): string => fileURLToPath(new URL(`fixtures/${file}`, import.meta.url));

describe.each(cases)('$file', ({ file, needs, completion, rows, money, shape = {}, leftOut = {} }) => {
  const drafted = draftFeedFiles([path(file)], { dataset: 'transactions' });

  it('is drafted but for what the file does not say, which stands first among the doubts', async () => {
    const { draft, text } = await drafted;
    expect(draft.feed.shape).toMatchObject(shape);
    expect(draft.doubts.slice(0, needs.length).map((doubt) => doubt.split(':')[0])).toEqual(needs);
    const open = checkFeed(draft.feed).map(
      (problem) => (/^columns\.(\w+) is missing/.exec(problem) ?? /^money: (currency) ""/.exec(problem))?.[1],
    );
    expect(open).toEqual(needs);
    expect(findCardNumbers(text + JSON.stringify(draft))).toEqual([]);
  });

  it('loads every row with the right money once it is completed', async () => {
    const { draft } = await drafted;
    const feed = completeDraft(draft, completion);
    expect(checkFeed(feed)).toEqual([]);
    const check = await checkFeedFiles(feed, [path(file)], {
      ingestDate: undefined,
      now: '2026-01-01T00:00:00Z',
      notice: () => {},
    });
    expect(check.refused).toEqual([]);
    expect([check.rules, check.rows]).toEqual([[], { in: rows, accepted: rows, quarantined: 0, held: 0 }]);
    expect(Object.fromEntries(Object.entries(check.money).map(([code, by]) => [code, by.accepted]))).toEqual(money);
    expect(check.leftOut).toEqual(leftOut);
    expect(check.mapped).toHaveLength(5);
  });
});
