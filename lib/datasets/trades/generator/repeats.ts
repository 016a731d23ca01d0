import { hash32, toShare } from '../../../generator/random.ts';
import type { TradeKnobs } from '../demo.ts';
import { correctTrade, makeTrade, type Trade } from './trade.ts';

/** Some trades come again and again, as in the original data: a hundred in every era of a hundred days, made on its first day. */
const repeated = 100;
const eraDays = 100;
const firstEra = Date.parse('2025-12-25') / 86_400_000;
const mostVersions = 100;
const purpose = { kind: 50, which: 51, other: 52 };

/** First day of the era that a day is in. */
export function eraOf(day: number): number {
  return day - ((((day - firstEra) % eraDays) + eraDays) % eraDays);
}

/** The trades that an era begins with, as they were made; they come again on later days. */
export function eraTrades(seed: number, era: number): Trade[] {
  return Array.from({ length: repeated }, (_, number) => makeTrade(seed, era, number, idOf(era, number)));
}

export function idOf(day: number, slot: number): string {
  const date = new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  return `T${date}-${String(slot).padStart(6, '0')}`;
}

/**
 * The slots of a day in which a known trade comes once more, and how: a copy of what it is by then, its next version, or a row
 * that contradicts one of the day. All corrections of the era until then are gone through, so that versions only rise.
 */
export function repeatsOf(knobs: TradeKnobs, day: number): Map<number, Trade> {
  const { seed, rows, duplicates, ties, corrections } = knobs;
  const share = Math.min(1, duplicates + ties + corrections);
  const count = Math.round(rows * share);
  const era = eraOf(day);
  const known = eraTrades(seed, era);
  const repeats = new Map<number, Trade>();
  for (let born = era; born <= day; born++) {
    for (let number = 0; number < count; number++) {
      const slot = Math.floor(((number + 0.5) * rows) / count);
      const kind = toShare(hash32(seed, born, number, purpose.kind)) * share;
      const which = hash32(seed, born, number, purpose.which) % repeated;
      const trade = known[which];
      if (!trade) continue;
      if (kind < ties) {
        if (born === day && slot > 0)
          repeats.set(slot, contradict(seed, day, hash32(seed, day, slot, purpose.other) % slot));
        continue;
      }
      const isCorrected = kind < ties + corrections && trade.version < mostVersions;
      const now = isCorrected ? correctTrade(seed, trade, era, born) : trade;
      known[which] = now;
      if (born === day) repeats.set(slot, now);
    }
  }
  return repeats;
}

/** The trade of an earlier slot of the day with another quantity, and no word which of them is right. */
function contradict(seed: number, day: number, slot: number): Trade {
  const trade = makeTrade(seed, day, slot, idOf(day, slot));
  return { ...trade, quantity: trade.quantity + 10_000 };
}
