import type { Mart } from '../../dataset.ts';

export const userTotal: Mart = {
  name: 'user_total',
  grain: 'user and quote currency, over all dates',
  key: ['user_id', 'quote_currency'],
  columns: {
    user_id: 'Who traded, a pseudonym.',
    quote_currency: 'Currency or coin of the amounts.',
    trade_count: 'Number of trades over all dates.',
    total_trade_amount: 'Amount bought and sold over all dates: quantity x price.',
    to_date: 'Latest trade date of the user in the quote currency.',
  },
  slice: 'touched keys',
  order: ['user_id', 'quote_currency'],
};
