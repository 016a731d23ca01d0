import type { OracleContract } from './contract.ts';
import { readMoment } from './read-moment.ts';
import { among, matching, readDecimalNumber, readDecimalText, readVersion } from './read-values.ts';
import { toDecimal } from './text.ts';

const id = matching(/^[A-Za-z0-9_-]{1,64}$/);
const positive = (value: string | undefined): string | undefined =>
  value !== undefined && /[1-9]/.test(value) ? value : undefined;
const amount = {
  required: true,
  readText: (text: string) => positive(readDecimalText(text, 8)),
  readNumber: (literal: string) => positive(readDecimalNumber(literal, 8, undefined)),
};
const largest = 10n ** 38n;

/** Interfaces, section 6. */
export const trades: OracleContract = {
  dataset: 'trades',
  columns: {
    trade_id: { required: true, readText: id },
    user_id: { required: true, readText: id },
    symbol: { required: true, readText: (text) => matching(/^[A-Z0-9][A-Z0-9./_-]{0,31}$/)(text.toUpperCase()) },
    side: { required: true, readText: (text) => among(['BUY', 'SELL'])(text.toUpperCase()) },
    quantity: amount,
    price: amount,
    quote_currency: {
      required: false,
      initial: 'USD',
      readText: (text) => matching(/^[A-Z]{3,10}$/)(text.toUpperCase()),
    },
    trade_ts: { required: true, readText: (text, zone) => readMoment(text, zone)?.micros.toString() },
    version: { required: false, initial: '1', readText: readVersion },
  },
  id: 'trade_id',
  eventTime: 'trade_ts',
  eventDate: 'trade_date',
  second: 'symbol',
  prefix: 's-',
  derive({ quantity, price }) {
    if (!quantity || !price) return { values: { trade_amount: null }, broken: [] };
    const product = units(quantity) * units(price);
    // Sixteen decimals to eight, half away from zero.
    const rounded = (product + 50_000_000n) / 100_000_000n;
    if (rounded >= largest) return { values: { trade_amount: null }, broken: ['invalid:trade_amount'] };
    return { values: { trade_amount: toDecimal(rounded, 8) }, broken: [] };
  },
  measure({ trade_amount, quote_currency }) {
    return trade_amount && quote_currency ? { unit: quote_currency, amount: units(trade_amount) } : null;
  },
  decimals: 8,
  telling: ['quantity', 'price', 'side', 'symbol', 'user_id'],
};

const units = (text: string): bigint => BigInt(text.replace('.', ''));
