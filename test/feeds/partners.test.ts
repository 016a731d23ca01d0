import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { type Accepted, acceptFiles } from './accept-files.ts';
import { registerPartners } from './partners/index.ts';

/*
 * Each partner's file goes through the product's own accept. What must come out was worked out by hand from the file: rows, the
 * moments in UTC, money to the last minor unit, and by line what is not accepted and why.
 */

let endpoint: ScratchEndpoint;
beforeAll(async () => {
  registerPartners();
  endpoint = await startScratchEndpoint();
});
afterAll(() => endpoint.remove());

async function accept(feed: string, file: string, ingestDate: string): Promise<Accepted> {
  const bytes = await readFile(new URL(`partners/files/${file}`, import.meta.url));
  return acceptFiles(endpoint, ingestDate, { [`${feed}/ingest_date=${ingestDate}/${file}`]: bytes });
}

/** The columns that a feed's declaration is about, as one line a row. */
function told({ rows }: Accepted): string[] {
  return rows.map(({ transaction_id, txn_ts, amount, currency, is_refund, mcc }) =>
    [transaction_id, txn_ts, is_refund === 'true' ? `-${amount}` : amount, currency, mcc].join(' '),
  );
}

function broken({ quarantined }: Accepted): Record<number, string[]> {
  return Object.fromEntries(quarantined.map(({ line, rules }) => [line, rules.toSorted()]));
}

test('Stripe-like balance: payouts and fees are left out and counted apart', async () => {
  const accepted = await accept('stripe-balance', 'stripe-balance.csv', '2025-09-02');
  expect(told(accepted)).toEqual([
    'st-txn_1QA0001 2025-09-01 14:59:59 120.00 USD 5734',
    'st-txn_1QA0002 2025-09-01 15:00:00 45.50 USD 5734',
    'st-txn_1QA0003 2025-09-01 16:10:00 -20.25 USD 5734',
    'st-txn_1QA0004 2025-09-01 17:00:00 15000.00 KRW 5734',
  ]);
  // The business date is Seoul's: a second before and at its midnight.
  expect(accepted.rows.map(({ txn_date }) => txn_date).slice(0, 2)).toEqual(['2025-09-01', '2025-09-02']);
  expect(accepted.summary.money.in).toEqual({ USD: '145.25', KRW: '15000.00' });
  expect(accepted.summary.rows.in).toBe(4);
  expect(accepted.summary.feeds['stripe-balance']?.leftOut).toEqual({
    'reporting_category is payout': 2,
    'reporting_category is fee': 1,
  });
  // The card number of line 3 stands in a column that is dropped before anything looks at the row.
  expect(accepted.quarantined).toEqual([]);
});

test('Adyen-like settlement: a column for each sign, and the zone in a column', async () => {
  const accepted = await accept('adyen-settlement', 'adyen-settlement.csv', '2025-10-28');
  expect(told(accepted)).toEqual([
    'ad-MODREF000001 2025-10-26 00:30:00 250.10 EUR 5651',
    'ad-MODREF000002 2025-10-26 01:30:00 49.90 EUR 5651',
    'ad-MODREF000003 2025-06-30 23:15:00 10.00 GBP 5651',
    'ad-MODREF000004 2025-10-27 08:00:00 -50.05 EUR 5651',
  ]);
  expect(accepted.rows.map((row) => row.original_transaction_id)[3]).toBe('ad-PSPREF000001');
  expect(accepted.rows.map((row) => row.channel)).toEqual(['online', 'online', 'pos', 'online']);
  expect(broken(accepted)).toEqual({
    6: ['invalid:amount'],
    7: ['invalid:txn_ts'],
    8: ['invalid:txn_ts'],
  });
  // Accepted: 250.10 + 49.90 - 50.05 EUR, 10.00 GBP. Quarantined with a valid amount: 7.00 + 8.00 EUR.
  expect(accepted.summary.money.in).toEqual({ EUR: '264.95', GBP: '10.00' });
  expect(accepted.summary.feeds['adyen-settlement']?.leftOut).toEqual({
    'Type is Fee': 1,
    'Type is MerchantPayout': 1,
  });
});

test('German bank: Windows-1252, semicolons, decimal commas, title and balance', async () => {
  const accepted = await accept('german-bank', 'german-bank.csv', '2025-10-01');
  expect(told(accepted)).toEqual([
    'de-2025-09-01_00017 2025-08-31 22:00:00 1234.56 EUR 5812',
    'de-2025-09-02_00018 2025-09-01 22:00:00 99.90 EUR 5943',
    'de-2025-09-02_00019 2025-09-01 22:00:00 12.00 EUR 4722',
    'de-2025-09-03_00020 2025-09-02 22:00:00 -12.00 EUR 4722',
  ]);
  expect(accepted.rows.map((row) => row.merchant_name).slice(0, 2)).toEqual(['Café Größenwahn', 'Büro & Mehr; Köln']);
  expect(broken(accepted)).toEqual({ 8: ['invalid:transaction_id', 'invalid:txn_ts'], 9: ['invalid:amount'] });
  // 1234.56 + 99.90 + 12.00 - 12.00, and 5.00 of the row of 31 September.
  expect(accepted.summary.money.in).toEqual({ EUR: '1339.46' });
  expect(accepted.summary.findings).toContainEqual(
    expect.objectContaining({ kind: 'unmapped_category', column: 'Kategorie', value: 'Sonstiges', count: 1 }),
  );
});

test('Korean card settlement: CP949, date and time in two columns, the sign of the won', async () => {
  const accepted = await accept('korean-cards', 'korean-cards.csv', '2025-09-03');
  expect(told(accepted)).toEqual([
    'kr-20250901-30011223 2025-09-01 14:59:59 12500.00 KRW 5499',
    'kr-20250902-30011224 2025-09-01 15:00:00 1034000.00 KRW 5812',
    'kr-20250902-30011225 2025-09-02 01:15:00 -34000.00 KRW 5812',
    'kr-20250902-30011226 2025-09-02 01:15:01 15000.00 KRW 5942',
  ]);
  expect(accepted.rows.map((row) => row.merchant_name).slice(0, 2)).toEqual(['뷁스토어 강남점', '똠양꿍식당']);
  expect(accepted.rows.map((row) => row.card_id)[0]).toBe('card-1234');
  expect(accepted.rows.map((row) => row.status)[3]).toBe('declined');
  expect(broken(accepted)).toEqual({
    6: ['invalid:txn_ts'],
    7: ['invalid:amount'],
    8: ['invalid:is_refund', 'invalid:status'],
  });
  // 12500 + 1034000 - 34000 + 15000 accepted; 7000 at 24:00 and 9000 of a kind nobody declared are quarantined.
  expect(accepted.summary.money.in).toEqual({ KRW: '1043500.00' });
});

test("a shop's order lines: quantity times price, returns below nought, equal lines stay two", async () => {
  const accepted = await accept('shop-order-lines', 'shop-order-lines.csv', '2010-12-02');
  expect(told(accepted).map((row) => row.replace(/^ol-[0-9a-f]{32} /, ''))).toEqual([
    '2010-12-01 08:26:00 15.30 GBP 5947',
    '2010-12-01 08:26:00 20.34 GBP 5947',
    '2010-12-01 08:26:00 20.34 GBP 5947',
    '2010-12-01 09:41:00 -27.50 GBP 5947',
    '2010-12-01 11:52:00 0.00 GBP 5947',
    '2010-12-01 12:03:00 1.00 GBP 5947',
  ]);
  expect(new Set(accepted.rows.map((row) => row.transaction_id)).size).toBe(6);
  expect(broken(accepted)).toEqual({ 8: ['invalid:amount'], 9: ['invalid:txn_ts'] });
  // 15.30 + 20.34 + 20.34 - 27.50 + 0 + 1.00 accepted, 2 x 4.95 of a 13th month.
  expect(accepted.summary.money.in).toEqual({ GBP: '39.38' });
});

test('a nested JSON page in minor units: every digit, each currency by its own decimals', async () => {
  const accepted = await accept('payments-page', 'payments-page.json', '2025-09-01');
  expect(told(accepted)).toEqual([
    'api-pay_0001 2025-08-31 14:59:59 10.50 USD 5812',
    'api-pay_0002 2025-08-31 15:00:00 15000.00 KRW 0000',
    'api-pay_0003 2025-08-31 16:00:00 -0.50 USD 5812',
    'api-pay_0004 2025-08-31 16:00:01 1.23 KWD 5311',
    'api-pay_0007 2025-08-31 16:00:03 90071992547409.93 USD 5311',
  ]);
  expect(accepted.rows.map((row) => row.original_transaction_id)[2]).toBe('api-pay_0001');
  expect(broken(accepted)).toEqual({
    5: ['invalid:amount', 'invalid:merchant_name'],
    6: ['invalid:is_refund', 'invalid:txn_ts'],
  });
  // A token stands for a card's number, one for each way of writing it; what is dropped is nowhere.
  const cards = accepted.rows.map((row) => row.card_id);
  expect(cards[0]).toMatch(/^tok-[0-9a-f]{32}$/);
  expect(cards[2]).toBe(cards[0]);
  expect(JSON.stringify(accepted)).not.toMatch(/4111|1234-5678/);
  expect(accepted.summary.money.in).toEqual({ USD: '180143985094829.86', KRW: '15000.00', KWD: '1.23' });
});

test('council spend: long years, pound signs, brackets, a total row', async () => {
  const accepted = await accept('council-spend', 'council-spend.csv', '2025-05-01');
  expect(told(accepted)).toEqual([
    'cs-tn-100001 2025-04-02 23:00:00 1012.50 GBP 5943',
    'cs-tn-100002 2025-03-28 00:00:00 75.05 GBP 7512',
    'cs-tn-100003 2025-03-30 00:00:00 -1000.00 GBP 5943',
    'cs-tn-100004 2025-04-12 23:00:00 -0.55 GBP 0000',
  ]);
  expect(broken(accepted)).toEqual({ 6: ['invalid:txn_ts'], 7: ['invalid:amount'], 8: ['missing:merchant_id'] });
  // 1012.50 + 75.05 - 1000.00 - 0.55 accepted; 12.00 of the 13th month and 20.00 of a redacted supplier.
  expect(accepted.summary.money.in).toEqual({ GBP: '119.00' });
  expect(accepted.summary.findings.filter(({ kind }) => kind === 'unknown_column')).toEqual([]);
});
