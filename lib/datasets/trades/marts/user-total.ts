import type { Mart } from '../../dataset.ts';

export const userTotal: Mart = {
  name: 'user_total',
  grain: 'user and quote currency, over all dates',
  key: ['user_id', 'quote_currency'],
  columns: ['user_id', 'quote_currency', 'trade_count', 'total_trade_amount', 'to_date'],
  slice: 'touched keys',
  order: ['user_id', 'quote_currency'],
};
