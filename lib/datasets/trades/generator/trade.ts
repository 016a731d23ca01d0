import { hash32, toShare } from '../../../generator/random.ts';

/** A made-up trade; quantity and price count ten-thousandths, `millisecond` from the day's midnight in UTC. */
export type Trade = {
  id: string;
  version: number;
  user: number;
  symbol: Symbol;
  isBuy: boolean;
  quantity: number;
  price: number;
  day: number;
  millisecond: number;
};

type Symbol = { name: string; quote: string; base: number };

/** Stocks name no quote currency, which is dollars. */
const symbols: readonly Symbol[] = [
  { name: 'AAPL', quote: '', base: 230 },
  { name: 'MSFT', quote: '', base: 480 },
  { name: 'TSLA', quote: '', base: 390 },
  { name: 'AMD', quote: '', base: 160 },
  { name: 'BTC', quote: 'USDT', base: 19_000 },
  { name: 'ETH', quote: 'USDT', base: 3_400 },
  { name: 'ETH', quote: 'KRW', base: 18_000 },
];

const users = 50;
const dayMilliseconds = 86_400_000;
const purpose = { user: 10, symbol: 11, side: 12, quantity: 13, price: 14, level: 15, time: 16, change: 17 };

/** The trade of a slot of a day (days since 1970). */
export function makeTrade(seed: number, day: number, slot: number, id: string): Trade {
  const symbol = pick(symbols, hash32(seed, day, slot, purpose.symbol));
  return {
    id,
    version: 1,
    user: 1 + (hash32(seed, day, slot, purpose.user) % users),
    symbol,
    isBuy: (hash32(seed, day, slot, purpose.side) & 1) === 0,
    // 0.1 to 100.
    quantity: 1_000 + (hash32(seed, day, slot, purpose.quantity) % 999_001),
    price: priceOf(seed, symbol, day, hash32(seed, day, slot, purpose.price)),
    day,
    millisecond: hash32(seed, day, slot, purpose.time) % dayMilliseconds,
  };
}

/** The next version of a trade, another user's, of another symbol or on another day, no earlier than `first`. */
export function correctTrade(seed: number, trade: Trade, first: number, day: number): Trade {
  const bits = hash32(seed, day, hash32(seed, trade.user, trade.version, purpose.change), purpose.change);
  const next = { ...trade, version: trade.version + 1 };
  if (bits % 3 === 0) return { ...next, user: 1 + ((trade.user + (bits >>> 8)) % users) };
  if (bits % 3 === 1) return { ...next, day: first + ((bits >>> 8) % (day - first + 1)) };
  const symbol = pick(symbols, bits >>> 8);
  return { ...next, symbol, price: priceOf(seed, symbol, trade.day, bits) };
}

/** Within a tenth of its usual price by day, and within a hundredth of that by trade. */
function priceOf(seed: number, { name, quote, base }: Symbol, day: number, bits: number): number {
  const level = 0.9 + 0.2 * toShare(hash32(seed, day, name.charCodeAt(0) * 256 + quote.length, purpose.level));
  return Math.round(base * level * (0.99 + 0.02 * toShare(bits)) * 10_000);
}

function pick<Item>(items: readonly Item[], bits: number): Item {
  const item = items[bits % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
