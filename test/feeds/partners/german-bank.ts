import { defineFeed } from '../../../lib/feeds/define-feed.ts';

/** A bank's card account: semicolons, decimal commas, Windows-1252, a title above the header and the balance below the rows. */
export const germanBank = defineFeed({
  name: 'german-bank',
  dataset: 'transactions',
  description: 'Company cards of the German office, one statement a month.',
  zone: 'Europe/Berlin',
  lateDays: 'unlimited',
  lookbackDays: 'unlimited',
  idPrefix: 'de-',
  shape: {
    form: 'csv',
    encoding: 'windows-1252',
    delimiter: ';',
    skipLines: 2,
    footer: { column: 'Buchungstag', startsWith: ['Kontostand'] },
    header: ['Buchungstag', 'Umsatz-Nr.', 'Händler', 'Karte', 'Kategorie', 'Betrag', 'Währung'],
    money: {
      amount: 'Betrag',
      currency: { from: 'Währung' },
      decimal: ',',
      thousands: '.',
      // What is bought leaves the account: the bank writes it with a minus, and what comes back without.
      positive: ['-5', '5-'],
      negative: '5',
    },
    columns: {
      transaction_id: { join: [{ timeFrom: 'Buchungstag', format: 'dd.mm.yyyy' }, 'Umsatz-Nr.'], by: '_' },
      customer_id: { constant: 'german-office' },
      card_id: { lastDigitsOf: 'Karte', digits: 4, prefix: 'card-' },
      merchant_id: { hashOf: 'Händler', prefix: 'm-' },
      merchant_name: { from: 'Händler' },
      txn_ts: { timeFrom: 'Buchungstag', format: 'dd.mm.yyyy' },
      amount: { money: 'amount' },
      currency: { money: 'currency' },
      mcc: { from: 'Kategorie', values: { Reise: '4722', Bürobedarf: '5943', Bewirtung: '5812' }, otherwise: '0000' },
      status: { constant: 'approved' },
      is_refund: { money: 'isNegative' },
      channel: { constant: 'unknown' },
    },
  },
});
