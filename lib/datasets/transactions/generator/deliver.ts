import { hash32, toShare } from '../../../generator/random.ts';
import type { TransactionKnobs } from '../demo.ts';
import type { Pools } from './pools.ts';
import { spoilers } from './spoil.ts';
import { correctTransaction, makeTransaction } from './transaction.ts';
import { writeRow } from './write-row.ts';

const purpose = { late: 40, delay: 41, copy: 42, again: 43, correction: 44, bad: 45 };
/** Copies of a row stand this many rows behind it, in the same file. */
const copyDistance = 50;

/**
 * The lines of one ingest day whose transactions have slots in [first, last): those of the day itself that are not held
 * back, those of the three days before that were (70 % for one day, 28 % for two, 2 % for three), rows delivered the day
 * before once more, corrections of yesterday's rows, copies within the file, and bad lines. A function of its arguments.
 */
export function* deliver(
  knobs: TransactionKnobs,
  pools: Pools,
  day: number,
  first: number,
  last: number,
): Generator<string> {
  const { seed } = knobs;
  const copies: { at: number; line: string }[] = [];
  let written = 0;
  for (let slot = first; slot < last; slot++) {
    for (let born = day; born >= day - 4; born--) {
      const delivered = born + delayOf(knobs, born, slot);
      const comesNow = delivered === day;
      const comesAgain = delivered === day - 1 && chance(seed, born, slot, purpose.again) < knobs.duplicates / 2;
      const isCorrected = born === day - 1 && chance(seed, born, slot, purpose.correction) < knobs.corrections;
      if (!comesNow && !comesAgain && !isCorrected) continue;
      const transaction = makeTransaction(seed, pools, born, slot);
      const line = writeRow(transaction);
      if (comesNow || comesAgain) {
        yield line;
        written++;
      }
      if (comesNow && chance(seed, born, slot, purpose.copy) < knobs.duplicates / 2) {
        copies.push({ at: written + copyDistance, line });
      }
      if (isCorrected) {
        yield writeRow(correctTransaction(seed, slot, transaction));
        written++;
      }
    }
    while (copies[0] && copies[0].at <= written) {
      yield copies.shift()?.line ?? '';
      written++;
    }
  }
  for (const { line } of copies) yield line;
}

/** Bad lines of a day, taking the rules of the contract in turn so that a few days show them all. */
export function* deliverBad(knobs: TransactionKnobs, pools: Pools, day: number): Generator<string> {
  const { seed, rows, bad } = knobs;
  const count = Math.round(rows * bad);
  for (let number = 0; number < count; number++) {
    const spoiler = spoilers[(day * count + number) % spoilers.length];
    // Slots behind the day's own: the spoilt transaction exists nowhere else.
    const row: Record<string, unknown> = JSON.parse(writeRow(makeTransaction(seed, pools, day, rows * 3 + number * 3)));
    yield spoiler?.spoil(row, hash32(seed, day, number, purpose.bad)) ?? '';
  }
}

/** Days a row is held back before it is delivered: 0 for most. */
function delayOf({ seed, late }: TransactionKnobs, day: number, slot: number): number {
  if (chance(seed, day, slot, purpose.late) >= late) return 0;
  const share = chance(seed, day, slot, purpose.delay);
  return share < 0.7 ? 1 : share < 0.98 ? 2 : 3;
}

function chance(seed: number, day: number, slot: number, what: number): number {
  return toShare(hash32(seed, day, slot, what));
}
