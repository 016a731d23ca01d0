import type { Column } from '../../contracts/contract.ts';
import { defineContract } from '../../contracts/define-contract.ts';
import { lineageColumns } from '../../contracts/lineage-columns.ts';

const identifier = '^[A-Za-z0-9_-]{1,64}$';

const columns = [
  {
    name: 'trade_id',
    type: { kind: 'text', maxLength: 64, pattern: identifier },
    required: true,
    classification: 'business',
    description: 'Id of the trade; never used for another one.',
  },
  {
    name: 'user_id',
    type: { kind: 'text', maxLength: 64, pattern: identifier },
    required: true,
    classification: 'pseudonym',
    description: 'Who traded.',
  },
  {
    name: 'symbol',
    type: { kind: 'text', maxLength: 32, pattern: '^[A-Z0-9][A-Z0-9./_-]{0,31}$', letterCase: 'upper' },
    required: true,
    classification: 'business',
    description: 'What was traded, as its market calls it: a stock, a coin, a pair.',
  },
  {
    name: 'side',
    type: { kind: 'text', maxLength: 4, letterCase: 'upper', oneOf: ['BUY', 'SELL'] },
    required: true,
    classification: 'business',
    description: 'Whether the user bought or sold.',
  },
  {
    name: 'quantity',
    type: { kind: 'decimal', precision: 24, scale: 8, positive: true, significantDigits: 15 },
    required: true,
    classification: 'business',
    description: 'How much of the symbol.',
  },
  {
    name: 'price',
    type: { kind: 'decimal', precision: 24, scale: 8, positive: true, significantDigits: 15 },
    required: true,
    classification: 'business',
    description: 'Price of one, in the quote currency.',
  },
  {
    name: 'quote_currency',
    type: { kind: 'text', maxLength: 10, pattern: '^[A-Z]{3,10}$', letterCase: 'upper' },
    required: false,
    whenMissing: 'USD',
    classification: 'business',
    description: 'Currency or coin the price is in.',
  },
  {
    name: 'trade_ts',
    type: { kind: 'instant' },
    required: true,
    classification: 'business',
    description: 'Moment of the trade, UTC.',
  },
  {
    name: 'version',
    type: { kind: 'integer', maxDigits: 18, min: 1 },
    required: false,
    whenMissing: '1',
    classification: 'business',
    description: 'Version of the record; a higher one corrects a lower one, of whatever age.',
  },
  {
    name: 'trade_amount',
    type: { kind: 'decimal', precision: 38, scale: 8 },
    required: true,
    derived: true,
    product: ['quantity', 'price'],
    classification: 'business',
    description: 'quantity x price, exact, rounded once at the eighth decimal, half away from zero.',
  },
  {
    name: 'trade_date',
    type: { kind: 'date' },
    required: true,
    derived: true,
    classification: 'business',
    description: 'Business date: that of trade_ts in UTC.',
  },
  ...lineageColumns,
] as const satisfies readonly Column[];

/** Trades in stocks and coins: who bought or sold how much of what, at which price. */
export const trades = defineContract({
  name: 'trades',
  version: 1,
  description: 'Trades in stocks and coins, corrected at any time.',
  grain: 'one row per trade_id: its highest version',
  id: 'trade_id',
  versionOrder: 'version',
  eventTime: 'trade_ts',
  eventDate: 'trade_date',
  key: ['trade_id'],
  partitionBy: ['trade_date', 'symbol'],
  partitionPrefix: 's-',
  measures: [
    { name: 'trade_amount', column: 'trade_amount', isMoney: true, unit: { column: 'quote_currency' } },
    { name: 'quantity', column: 'quantity', isMoney: false, unit: { column: 'symbol' } },
  ],
  columns,
  gate: {
    file_refused: { severity: 'block' },
    quarantined_share: { severity: 'block', above: 0.05 },
    quarantined_rows: { severity: 'warn', above: 0.01 },
    quarantined_money: { severity: 'warn', above: 0.05 },
    held_rows: { severity: 'warn', above: 0 },
    volume: { severity: 'warn', low: 0.5, high: 2, days: 7, minDays: 3 },
    missing_days: { severity: 'warn' },
    freshness: { severity: 'warn', days: 1 },
    distribution: { severity: 'warn', columns: ['side', 'quote_currency'], difference: 0.2, days: 7, minDays: 3 },
    schema_drift: { severity: 'warn' },
    unmapped_categories: { severity: 'warn' },
    outer_quotes: { severity: 'warn' },
    null_words: { severity: 'warn' },
    identical_files: { severity: 'warn' },
    conflicting_duplicates: {
      severity: 'block',
      above: 0.005,
      columns: ['quantity', 'price', 'quote_currency', 'side', 'symbol', 'user_id'],
    },
    restatement: { severity: 'warn' },
  },
});
