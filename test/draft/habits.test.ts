import { describe, expect, it } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { MappedShape } from '../../lib/feeds/feed.ts';
import type { TextFormat } from '../../lib/feeds/text-format.ts';
import type { Draft } from '../../lib/operate/draft/draft.ts';
import { draftFeed } from '../../lib/operate/draft/draft-feed.ts';
import { toFeedName } from '../../lib/operate/draft/to-feed-name.ts';

/* Habits of senders, each in the fewest rows that show it. */

function draft(...lines: string[]): Draft & { shape: MappedShape & TextFormat } {
  const head = Buffer.from(`${lines.join('\n')}\n`);
  const drafted = draftFeed([{ file: 'x.csv', head, isWhole: true }], transactions, 'partner');
  return { ...drafted, shape: drafted.feed.shape as MappedShape & TextFormat };
}

const columnsOf = (...lines: string[]): MappedShape['columns'] => draft(...lines).shape.columns;
const moneyOf = (...lines: string[]): object | undefined => [draft(...lines).shape.money ?? []].flat()[0];

describe('amounts', () => {
  it('of a spreadsheet in accounting form: blanks, brackets and a dash for nought', () => {
    const { shape } = draft('Date;Net Amount', '13/09/2025; 1,234.56 ', '14/09/2025; (250.00)', '15/09/2025; -   ');
    expect(shape).toMatchObject({ nullWords: ['-'], money: { thousands: ',', negative: '(5)' } });
  });

  it.each([
    ['KRW', { thousands: ',' }],
    ['KWD', { decimal: ',' }],
  ])('with one mark and three digits behind it are told by the decimals of %s', (currency, format) => {
    const lines = ['Date,Amount,Currency', `2025-09-01,"1,234",${currency}`, `2025-09-02,"5,000",${currency}`];
    expect(moneyOf(...lines)).toMatchObject(format);
    expect(draft(...lines).doubts.join()).not.toContain('decimal point');
  });

  it('that only the sender can tell from thousands are a doubt', () => {
    expect(draft('Date,Amount', '2025-09-01,"1,234"', '2025-09-02,"5,000"').doubts.join()).toContain('decimal point');
  });

  it('in minor units are declared where the name says so, else doubted', () => {
    const rows = ['2025-09-01,1250', '2025-09-02,990', '2025-09-03,5'];
    expect(moneyOf('date,amount_cents', ...rows)).toMatchObject({ minorUnits: 'ISO 4217' });
    expect(moneyOf('date,amount', ...rows)).not.toHaveProperty('minorUnits');
    expect(draft('date,amount', ...rows).doubts.join()).toContain('Are they cents?');
  });

  it('without any currency leave its code empty, first of what a person must write', () => {
    const { doubts, shape } = draft('Date,Amount', '2025-09-01,12.50');
    expect(shape.money).toMatchObject({ currency: { constant: '' } });
    expect(doubts[0]).toMatch(/^currency: /);
  });

  it.each(['Amount (GBP)', 'Amount GBP', 'amount_gbp', 'Amount (£)'])('have the currency of their name: %s', (name) => {
    expect(moneyOf(`Date,${name}`, '2025-09-01,12.50')).toMatchObject({ currency: { constant: 'GBP' } });
  });

  it('of a file that differs from another by a column are read by the first that fits', () => {
    const [old, now] = ['Date,Gross amount\n2025-08-01,1.50\n', 'Date,Gross amount,Cur\n2025-09-01,2.50,EUR\n'];
    const samples = [old, now].map((text, at) => ({ file: `${at}.csv`, head: Buffer.from(text), isWhole: true }));
    const { feed } = draftFeed(samples, transactions, 'partner');
    expect((feed.shape as MappedShape).money).toEqual([
      { amount: 'Gross amount', currency: { from: 'Cur' } },
      { amount: 'Gross amount', currency: { constant: '' } },
    ]);
    expect((feed.shape as MappedShape).header).toContainEqual({ name: 'Cur', required: false });
  });
});

describe('ids and cards', () => {
  it('an id that repeats is a hash of what tells rows apart; times and amounts count in it by value', () => {
    const { transaction_id } = columnsOf(
      'Invoice No,Date,Amount',
      'INV-00001,13/09/2025,1.50',
      'INV-00001,14/09/2025,2.50',
    );
    expect(transaction_id).toEqual({
      contentHashOf: ['Invoice No', { timeFrom: 'Date', format: 'dd/mm/yyyy' }, { numberFrom: 'Amount' }],
    });
  });

  it('a text that is no id of the contract is hashed', () => {
    expect(columnsOf('Date,Customer ID', '2025-09-01,13085.0', '2025-09-02,13078.0').customer_id).toEqual({
      hashOf: 'Customer ID',
      prefix: 'c-',
    });
  });

  it('a card number that a spreadsheet made a number of makes up no card', () => {
    const { shape, doubts } = draft('Date,Card Number', '2025-09-01,5.52E+15', '2025-09-02,5.52E+15');
    expect(shape.columns.card_id).toMatchObject({ lastDigitsOf: 'Card Number' });
    expect(doubts.join()).toContain('5.52E+15');
  });

  it('whole card numbers are tokenised; a text that holds one now and then is a doubt', () => {
    const rows = Array.from(
      { length: 10 },
      (_, at) => `2025-09-0${at + 1},4111111111111111,${at === 3 ? 'ref 5500005555555559' : 'none'}`,
    );
    const { shape, doubts } = draft('Date,PAN,Note', ...rows);
    expect(shape).toMatchObject({ tokenise: ['PAN'], columns: { card_id: { from: 'PAN' } } });
    expect(shape.drop).toBeUndefined();
    expect(doubts.join()).toMatch(/Note: 1 rows hold/);
  });

  it('an empty customer is a doubt with what can be written', () => {
    const { doubts } = draft('Date,Customer ID', '2025-09-01,17850', '2025-09-02,');
    expect(doubts.join()).toMatch(/customer_id: Customer ID is empty in 1 of 2 rows.*whenEmpty/);
  });
});

describe('words', () => {
  it("of a closed set get the contract's; those it does not know are doubts with their rows", () => {
    const { shape, doubts } = draft('Date,Status', '2025-09-01,Captured', '2025-09-02,Failed', '2025-09-03,Pending');
    expect(shape.columns.status).toEqual({ from: 'Status', values: { Captured: 'approved', Failed: 'declined' } });
    expect(doubts).toContainEqual(expect.stringMatching(/"Pending" \(1 rows/));
  });

  it('for nothing are declared where other rows have a value', () => {
    expect(draft('Date,Amount,Note', '2025-09-01,NULL,x', '2025-09-02,1.50,none').shape.nullWords).toEqual(['NULL']);
  });

  it("the contract's own names stay, and refunds are told by their own column", () => {
    const names = 'transaction_id,customer_id,card_id,merchant_id,txn_ts,amount,currency,mcc,status,is_refund,channel';
    const { shape, doubts } = draft(names, 'tx-000001,c1,k1,m1,2025-09-01T00:00:00Z,1.50,EUR,5411,approved,true,pos');
    expect(shape.columns.is_refund).toMatchObject({ from: 'is_refund' });
    expect(doubts.filter((doubt) => doubt.includes('nothing in the file fits'))).toEqual([]);
  });
});

it.each([
  ['in/2025/balance_export_2025-09-01.csv.gz', 'balance-export'],
  ['BalanceExport.CSV', 'balance-export'],
  ['정산_20250930.csv', 'new-feed'],
  ['2025-09.json', 'new-feed'],
  ['my-feed.ts', 'my-feed'],
])('a feed of %s is called %s', (file, name) => expect(toFeedName(file)).toBe(name));
