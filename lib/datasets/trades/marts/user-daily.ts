import type { Mart } from '../../dataset.ts';

export const userDaily: Mart = {
  name: 'user_daily',
  grain: 'user, trade date and quote currency',
  key: ['user_id', 'trade_date', 'quote_currency'],
  columns: {
    user_id: 'Who traded, a pseudonym.',
    trade_date: 'Business date, UTC.',
    quote_currency: 'Currency or coin of the amounts.',
    trade_count: 'Number of trades.',
    buy_amount: 'Amount of what was bought: quantity x price.',
    sell_amount: 'Amount of what was sold: quantity x price.',
    total_trade_amount: 'buy_amount + sell_amount.',
  },
  slice: 'touched dates',
  sums: {
    trade_count: 'quote_currency',
    buy_amount: 'quote_currency',
    sell_amount: 'quote_currency',
    total_trade_amount: 'quote_currency',
  },
  order: ['user_id', 'trade_date', 'quote_currency'],
};
