import type { Mart } from '../../dataset.ts';

export const userDaily: Mart = {
  name: 'user_daily',
  grain: 'user, trade date and quote currency',
  key: ['user_id', 'trade_date', 'quote_currency'],
  columns: [
    'user_id',
    'trade_date',
    'quote_currency',
    'trade_count',
    'buy_amount',
    'sell_amount',
    'total_trade_amount',
  ],
  slice: 'touched dates',
  sums: {
    trade_count: 'quote_currency',
    buy_amount: 'quote_currency',
    sell_amount: 'quote_currency',
    total_trade_amount: 'quote_currency',
  },
  order: ['user_id', 'trade_date', 'quote_currency'],
};
