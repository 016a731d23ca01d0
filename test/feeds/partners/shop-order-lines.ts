import { defineFeed } from '../../../lib/feeds/define-feed.ts';

/** A shop's order lines: no amount, but quantity times price; a line with a negative quantity is a return. */
export const shopOrderLines = defineFeed({
  name: 'shop-order-lines',
  dataset: 'transactions',
  description: 'Order lines of the gift shop, one CSV a week.',
  zone: 'Europe/London',
  lateDays: 'unlimited',
  lookbackDays: 'unlimited',
  idPrefix: 'ol-',
  shape: {
    form: 'csv',
    header: ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'],
    money: { amount: { quantity: 'Quantity', price: 'UnitPrice' }, currency: { constant: 'GBP' } },
    columns: {
      // An order may hold the same line twice, and lines have no number.
      transaction_id: {
        contentHashOf: [
          'InvoiceNo',
          'StockCode',
          { numberFrom: 'Quantity' },
          { numberFrom: 'UnitPrice' },
          { timeFrom: 'InvoiceDate', format: 'm/d/yyyy H:MM' },
        ],
      },
      customer_id: { from: 'CustomerID', whenEmpty: 'guest' },
      card_id: { constant: 'none' },
      merchant_id: { constant: 'gift-shop' },
      txn_ts: { timeFrom: 'InvoiceDate', format: 'm/d/yyyy H:MM' },
      amount: { money: 'amount' },
      currency: { money: 'currency' },
      mcc: { constant: '5947' },
      status: { constant: 'approved' },
      is_refund: { money: 'isNegative' },
      channel: { constant: 'online' },
    },
  },
});
