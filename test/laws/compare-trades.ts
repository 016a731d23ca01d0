import { expect } from 'vitest';
import { symbolDaily, userDaily, userTotal } from '../warehouse/trades-by-hand.ts';
import type { RankedRow } from './oracle/rank-rows.ts';

const factColumns = ['trade_id', 'user_id', 'symbol', 'side', 'quantity', 'price', 'quote_currency', 'version'];

/** Expects fact and marts of trades to be what the oracle's loaded rows make of them, in exact arithmetic. */
export async function expectTradeMarts(
  query: (sql: string) => Promise<unknown[][]>,
  ranked: readonly RankedRow[],
): Promise<void> {
  const rows = ranked.filter(({ fate }) => fate === 'loaded').map(({ values }) => values);
  const columns = [...factColumns, 'trade_amount', 'trade_date'];
  const fact = await query(`select ${columns.join(', ')} from core.fact_trades order by trade_id`);
  const wanted = rows.map((values) => columns.map((name) => values[name]));
  expect(fact.map((row) => row.map(String))).toEqual(
    wanted.sort(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1)),
  );
  expect(
    await query(`select user_id, trade_date, quote_currency, trade_count, buy_amount, sell_amount, total_trade_amount
      from mart.user_daily order by user_id, trade_date, quote_currency`),
  ).toEqual(userDaily(rows));
  expect(
    await query(`select symbol, trade_date, quote_currency, trade_count, volume, total_trade_amount, open_price,
      high_price, low_price, close_price, vwap from mart.symbol_daily order by symbol, trade_date, quote_currency`),
  ).toEqual(symbolDaily(rows));
  expect(
    await query(`select user_id, quote_currency, trade_count, total_trade_amount, to_date
      from mart.user_total order by user_id, quote_currency`),
  ).toEqual(userTotal(rows));
}
