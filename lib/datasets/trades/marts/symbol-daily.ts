import type { Mart } from '../../dataset.ts';

export const symbolDaily: Mart = {
  name: 'symbol_daily',
  grain: 'symbol, trade date and quote currency',
  key: ['symbol', 'trade_date', 'quote_currency'],
  columns: {
    symbol: 'What was traded, as its market calls it.',
    trade_date: 'Business date, UTC.',
    quote_currency: 'Currency or coin of the prices and amounts.',
    trade_count: 'Number of trades.',
    volume: 'Quantity traded.',
    total_trade_amount: 'Amount traded: quantity x price.',
    open_price: 'Price of the first trade by trade_ts, then trade_id.',
    high_price: 'Highest price.',
    low_price: 'Lowest price.',
    close_price: 'Price of the last trade by trade_ts, then trade_id.',
    vwap: 'Volume-weighted average price: total_trade_amount / volume, eight decimals.',
  },
  slice: 'touched dates',
  sums: { trade_count: 'quote_currency', volume: 'symbol', total_trade_amount: 'quote_currency' },
  order: ['symbol', 'trade_date', 'quote_currency'],
};
