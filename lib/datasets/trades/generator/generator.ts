import type { Generator } from '../../../generator/generator.ts';
import { hash32, toShare } from '../../../generator/random.ts';
import type { TradeKnobs } from '../demo.ts';
import { eraOf, eraTrades, idOf, repeatsOf } from './repeats.ts';
import { makeTrade, type Trade } from './trade.ts';
import { type Dirt, header, writeRow } from './write-row.ts';

const purpose = { late: 60, delay: 61, symbol: 62, side: 63, quantity: 64, price: 65, lower: 66 };

/** Trades as a brokerage would send them, with the kinds of dirt of the original data. */
export const tradesGenerator: Generator = {
  ending: 'csv',
  header,
  createWorld(knobs: TradeKnobs) {
    let repeats: { day: number; slots: Map<number, Trade> } | undefined;
    return {
      *deliver(day, first, last) {
        if (repeats?.day !== day) repeats = { day, slots: repeatsOf(knobs, day) };
        const born = eraOf(day) === day ? eraTrades(knobs.seed, day) : [];
        for (let slot = first; slot < last; slot++) {
          const trade = repeats.slots.get(slot) ?? born[slot] ?? newTrade(knobs, day, slot);
          yield writeRow(trade, dirtOf(knobs, day, slot));
        }
      },
      // What is bad about a row is on the row itself.
      deliverBad: () => [],
    };
  },
};

function dirtOf(knobs: TradeKnobs, day: number, slot: number): Dirt {
  const isChosen = (what: number, share: number): boolean => isPicked(knobs.seed, day, slot, what, share);
  return {
    emptySymbol: isChosen(purpose.symbol, knobs.emptySymbol),
    badSide: isChosen(purpose.side, knobs.badSide),
    emptyQuantity: isChosen(purpose.quantity, knobs.emptyQuantity),
    emptyPrice: isChosen(purpose.price, knobs.emptyPrice),
    lower: isChosen(purpose.lower, 0.5),
  };
}

/**
 * Whether a slot is the one of its block that is picked, blocks being as long as the share says: so every day has its share to the
 * row, however few rows it has, and no gate is hit by chance.
 */
function isPicked(seed: number, day: number, slot: number, what: number, share: number): boolean {
  if (share <= 0 || share >= 1) return share >= 1;
  const block = Math.floor(slot * share);
  const [first, end] = [Math.ceil(block / share), Math.ceil((block + 1) / share)];
  return slot === first + (hash32(seed, day, block, what) % Math.max(1, end - first));
}

/** A trade that is delivered for the first time; some happened one to five days before. */
function newTrade({ seed, late }: TradeKnobs, day: number, slot: number): Trade {
  const trade = makeTrade(seed, day, slot, idOf(day, slot));
  if (toShare(hash32(seed, day, slot, purpose.late)) >= late) return trade;
  return { ...trade, day: day - 1 - (hash32(seed, day, slot, purpose.delay) % 5) };
}
