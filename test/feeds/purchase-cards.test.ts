import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findFeed } from '../../lib/datasets/find-feed.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { purchaseCards } from '../../lib/datasets/transactions/feeds/purchase-cards.ts';
import { readHeader } from '../../lib/feeds/read-header.ts';
import { mapCells, mapRow, usual } from './map-cells.ts';

const { shape } = purchaseCards;
if (shape.form !== 'csv') throw new Error('purchase-cards is a CSV feed');

test('a row of April 2014', () => {
  const { fields, unmapped } = mapRow();
  expect(fields).toMatchObject({
    version: '1',
    customer_id: 'RV12N',
    card_id: 'card-5770',
    merchant_name: 'Shell Kings 587',
    txn_ts: '2014-04-29 00:00:00',
    amount: '52.32',
    currency: 'GBP',
    mcc: '5541',
    status: 'approved',
    is_refund: 'false',
    channel: 'unknown',
  });
  expect(fields.transaction_id).toMatch(/^[A-Za-z0-9_-]{5,61}$/);
  expect(fields.merchant_id).toMatch(/^m-[A-Za-z0-9_-]{1,62}$/);
  expect(unmapped).toEqual([]);
});

test('it fills only columns that the contract reads from files', () => {
  const known = transactions.columns.filter(({ derived }) => !derived).map(({ name }) => name);
  expect(known).toEqual(expect.arrayContaining(Object.keys(shape.columns)));
});

describe('headers', () => {
  const names = Object.keys(usual);

  test('are trimmed, and of a repeated one the first counts', () => {
    const header = [...names.map((name) => ` ${name}\u00a0`), 'MERCHANT NAME', 'CARD NUMBER'];
    const cells = [...Object.values(usual), 'another', '************9999'];
    expect(mapCells(header, cells)).toEqual(mapRow());
    const swapped = mapCells(['MERCHANT NAME', ...names], ['first', ...Object.values(usual)]);
    expect(swapped.fields.merchant_name).toBe('first');
  });

  test.each(['Directorate', 'Directorates', 'Directorate ', ''])('"%s" is a directorate, no unknown column', (name) => {
    expect(readHeader(shape, [...names.slice(0, -1), name])).toMatchObject({ missing: [], unknown: [] });
  });

  test('columns in another order map alike; unknown ones are named and change nothing', () => {
    const columns = Object.entries({ ...usual, 'COST CENTRE': '17' }).reverse();
    const header = columns.map(([name]) => name);
    expect(
      mapCells(
        header,
        columns.map(([, cell]) => cell),
      ),
    ).toEqual(mapRow());
    expect(readHeader(shape, header).unknown).toEqual(['COST CENTRE']);
  });

  test.each(
    Object.keys(usual).filter((name) => !name.includes('DESC 1') && !name.includes('DESC 2') && name !== 'Directorate'),
  )('a file without %s misses it', (name) => {
    expect(
      readHeader(
        shape,
        names.filter((other) => other !== name),
      ).missing,
    ).toEqual([name]);
  });
});

describe('amounts', () => {
  test.each([
    ['52.32', '52.32', 'false'],
    ['-52.32', '52.32', 'true'],
    ['19,625.42', '19625.42', 'false'],
    ['-1,019,625.42', '1019625.42', 'true'],
    [' 7 ', '7.00', 'false'],
    ['10.2', '10.20', 'false'],
    ['.5', '0.50', 'false'],
    ['0.00', '0.00', 'false'],
  ])('"%s" is %s, refund %s', (text, amount, isRefund) => {
    expect(mapRow({ 'ORIGINAL GROSS AMT': text }).fields).toMatchObject({ amount, is_refund: isRefund });
  });

  test.each(['1,23.00', '1,2345.00', ',100.00', '(52.32)', '£5.00', '--5.00', '5.00-', 'free', '5.'])(
    '"%s" is no amount of this feed: it stays what it is, for the contract to call invalid',
    (text) => {
      expect(mapRow({ 'ORIGINAL GROSS AMT': text }).fields.amount).toEqual([text]);
    },
  );

  test('are never rounded: a third decimal stays for the contract to refuse', () => {
    expect(mapRow({ 'ORIGINAL GROSS AMT': '1,234.567' }).fields.amount).toBe('1234.567');
  });

  test('are the billing ones where the file has both columns, whatever stands in the original ones', () => {
    const billed = { 'BILLING GROSS AMT': '-1,040.50', 'BILLING CUR CODE': 'EUR', 'ORIGINAL CUR': 'USD' };
    expect(mapRow(billed).fields).toMatchObject({ amount: '1040.50', currency: 'EUR', is_refund: 'true' });
  });

  const alone: Record<string, string>[] = [
    { 'BILLING CUR CODE': 'EUR' },
    { 'BILLING GROSS AMT': '9.99' },
    { 'ORIGINAL CUR': 'USD' },
  ];
  test.each(alone)('are the original ones in GBP where the file has only %j', (added) => {
    expect(mapRow(added).fields).toMatchObject({ amount: '52.32', currency: 'GBP' });
  });

  test('text written with thousands separators reads back as what was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.boolean(), (units, isNegative) => {
        const digits = String(units).padStart(3, '0');
        const whole = digits.slice(0, -2).replace(/\B(?=(?:[0-9]{3})+$)/g, ',');
        const text = `${isNegative ? '-' : ''}${whole}.${digits.slice(-2)}`;
        const { amount, is_refund } = mapRow({ 'ORIGINAL GROSS AMT': text }).fields;
        expect({ amount, is_refund }).toEqual({
          amount: `${digits.slice(0, -2)}.${digits.slice(-2)}`,
          is_refund: String(isNegative),
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('dates', () => {
  test.each([
    ['29/04/14', '2014-04-29'],
    ['01/12/99', '2099-12-01'],
    [' 02/01/17 ', '2017-01-02'],
  ])('"%s" is %s', (text, date) => {
    expect(mapRow({ 'TRANS DATE': text }).fields.txn_ts).toBe(`${date} 00:00:00`);
  });

  test.each(['9/4/14', '29/04/2014', '29-04-14', '29.04.14', '04/14', '31/04/14', '29/02/15', '04/29/14'])(
    '"%s" is no date of this feed',
    (text) => {
      expect(mapRow({ 'TRANS DATE': text }).fields.txn_ts).toEqual([text]);
    },
  );
});

describe('cards, customers, merchants', () => {
  test.each([
    ['************5770', 'card-5770'],
    ['5770', 'card-5770'],
    ['123456******0042', 'card-0042'],
    ['XXXX-XXXX-xxxx-0042', 'card-0042'],
    ['#### #### #### 0042', 'card-0042'],
    ['453201\u2022\u2022\u2022\u2022\u2022\u20220366', 'card-0366'],
  ])('CARD NUMBER "%s" is %s', (text, card) => {
    expect(mapRow({ 'CARD NUMBER': text }).fields.card_id).toBe(card);
  });

  test.each(['************577', '****', 'n/a', 'CASH', '577', '5.52E+15', 'card 5770', '5770.00', '5,770'])(
    'CARD NUMBER "%s" is no card with its last four digits: no card is made up',
    (text) => {
      expect(mapRow({ 'CARD NUMBER': text }).fields.card_id).toEqual([text]);
    },
  );

  test('an empty TRANS CAC CODE 2 is customer unknown', () => {
    expect(mapRow({ 'TRANS CAC CODE 2': ' ' }).fields.customer_id).toBe('unknown');
  });

  test('a merchant is its name in any case; the name stands as spelled', () => {
    const [upper, lower, other] = ['SHELL KINGS', 'shell kings', 'shell king'].map(
      (name) => mapRow({ 'MERCHANT NAME': ` ${name} ` }).fields,
    );
    expect(upper?.merchant_id).toBe(lower?.merchant_id);
    expect(other?.merchant_id).not.toBe(lower?.merchant_id);
    expect(upper?.merchant_name).toBe('SHELL KINGS');
    expect(mapRow({ 'MERCHANT NAME': '' }).fields.merchant_id).toBeNull();
  });
});

describe('identity', () => {
  const identity = [
    'TRANS DATE',
    'TRANS VAT DESC',
    'ORIGINAL GROSS AMT',
    'MERCHANT NAME',
    'CARD NUMBER',
    'TRANS CAC CODE 1',
    'TRANS CAC CODE 2',
    'TRANS CAC CODE 3',
  ];

  test.each(identity)('%s tells records apart, blanks around it do not', (name) => {
    const cell = usual[name as keyof typeof usual];
    expect(mapRow({ [name]: `${cell}1` }).content).not.toBe(mapRow().content);
    expect(mapRow({ [name]: `  ${cell}\t` }).content).toBe(mapRow().content);
  });

  test.each(['TRANS CAC DESC 1', 'TRANS CAC DESC 2', 'Directorate'])('%s does not', (name) => {
    expect(mapRow({ [name]: 'another' }).content).toBe(mapRow().content);
  });

  test('neither does a billing column that comes or goes', () => {
    expect(mapRow({ 'BILLING GROSS AMT': '1.00', 'BILLING CUR CODE': 'GBP' }).content).toBe(mapRow().content);
  });

  test.each([
    ['10.20', '10.2'],
    ['1,010.20', '1010.2'],
    ['-7', '-7.000'],
    ['0.5', '.50'],
  ])('an amount counts by its value: "%s" is "%s"', (text, other) => {
    expect(mapRow({ 'ORIGINAL GROSS AMT': other }).content).toBe(mapRow({ 'ORIGINAL GROSS AMT': text }).content);
  });

  test.each([
    ['10.20', '-10.20'],
    ['10.20', '10.205'],
    ['1,00', '100'],
    ['(10.20)', '10.20'],
  ])('an amount of another value, or of none that can be read, is another: "%s" and "%s"', (text, other) => {
    expect(mapRow({ 'ORIGINAL GROSS AMT': other }).content).not.toBe(mapRow({ 'ORIGINAL GROSS AMT': text }).content);
  });

  test('text that moves from one column to the next is another record', () => {
    const shifted = { 'TRANS CAC CODE 1': 'K0', 'TRANS CAC CODE 2': '20RV12N' };
    expect(mapRow(shifted).content).not.toBe(mapRow().content);
  });
});

test('an unknown feed is wrong usage, also one that every object has a property of', () => {
  expect(findFeed('purchase-cards')).toBe(purchaseCards);
  for (const name of ['purchase_cards', '', 'constructor', 'toString', '__proto__']) {
    expect(() => findFeed(name), name).toThrow(expect.objectContaining({ kind: 'usage' }));
  }
});
