import type { OracleContract } from './contract.ts';
import { readMoment } from './read-moment.ts';
import { among, matching, readDecimalNumber, readDecimalText, readVersion } from './read-values.ts';

const id = matching(/^[A-Za-z0-9_-]{1,64}$/);
const transactionId = matching(/^[A-Za-z0-9_-]{8,64}$/);

/** Interfaces, section 3. */
export const transactions: OracleContract = {
  dataset: 'transactions',
  columns: {
    transaction_id: { required: true, readText: transactionId },
    version: { required: false, initial: '1', readText: readVersion },
    customer_id: { required: true, readText: id },
    card_id: { required: true, readText: id },
    merchant_id: { required: true, readText: id },
    merchant_name: { required: false, readText: (text) => ([...text].length <= 200 ? text : undefined) },
    txn_ts: { required: true, readText: (text, zone) => readMoment(text, zone)?.micros.toString() },
    amount: {
      required: true,
      readText: (text) => readDecimalText(text, 2),
      // Below 10^13: beyond it a double has no exact cents.
      readNumber: (literal) => readDecimalNumber(literal, 2, 15),
    },
    currency: { required: true, readText: (text) => matching(/^[A-Z]{3}$/)(text.toUpperCase()) },
    mcc: { required: true, readText: matching(/^[0-9]{4}$/) },
    status: { required: true, readText: (text) => among(['approved', 'declined'])(text.toLowerCase()) },
    is_refund: {
      required: true,
      readText: (text) => {
        if (['true', 't', '1', 'y', 'yes'].includes(text.toLowerCase())) return 'true';
        return ['false', 'f', '0', 'n', 'no'].includes(text.toLowerCase()) ? 'false' : undefined;
      },
    },
    channel: {
      required: true,
      readText: (text) => among(['online', 'pos', 'mobile', 'unknown'])(text.toLowerCase()),
    },
    original_transaction_id: { required: false, readText: transactionId },
  },
  id: 'transaction_id',
  eventTime: 'txn_ts',
  eventDate: 'txn_date',
  second: 'mcc',
  prefix: 'm',
  derive: () => ({ values: {}, broken: [] }),
  measure({ amount, currency, is_refund }) {
    if (!amount || !currency) return null;
    const cents = BigInt(amount.replace('.', ''));
    return { unit: currency, amount: is_refund === 'true' ? -cents : cents };
  },
  decimals: 2,
  telling: ['status'],
};
