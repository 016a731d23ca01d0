import type { Mart } from '../../dataset.ts';

export const symbolDaily: Mart = {
  name: 'symbol_daily',
  grain: 'symbol, trade date and quote currency',
  key: ['symbol', 'trade_date', 'quote_currency'],
  columns: [
    'symbol',
    'trade_date',
    'quote_currency',
    'trade_count',
    'volume',
    'total_trade_amount',
    'open_price',
    'high_price',
    'low_price',
    'close_price',
    'vwap',
  ],
  slice: 'touched dates',
  sums: { trade_count: 'quote_currency', volume: 'symbol', total_trade_amount: 'quote_currency' },
  order: ['symbol', 'trade_date', 'quote_currency'],
};
