import type { Trade } from './trade.ts';

/** What may be wrong with a row. */
export type Dirt = {
  emptySymbol: boolean;
  badSide: boolean;
  emptyQuantity: boolean;
  emptyPrice: boolean;
  lower: boolean;
};

export const header = 'trade_id,user_id,symbol,side,quantity,price,quote_currency,trade_ts,version';

/** The trade as a line of CSV, without its line break. */
export function writeRow(trade: Trade, dirt: Dirt): string {
  const { id, version, user, symbol, isBuy, quantity, price, day, millisecond } = trade;
  const side = isBuy ? 'BUY' : 'SELL';
  return [
    id,
    user,
    dirt.emptySymbol ? '' : symbol.name,
    dirt.badSide ? 'nothing' : dirt.lower ? side.toLowerCase() : side,
    dirt.emptyQuantity ? '' : decimal(quantity),
    dirt.emptyPrice ? '' : decimal(price),
    symbol.quote,
    new Date(day * 86_400_000 + millisecond).toISOString(),
    version,
  ].join(',');
}

function decimal(tenThousandths: number): string {
  const whole = Math.floor(tenThousandths / 10_000);
  return `${whole}.${String(tenThousandths % 10_000).padStart(4, '0')}`;
}
