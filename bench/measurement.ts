import type { Profile } from './lanes/paylake.ts';

/** One run of a lane on a delivery of so many rows. Rounds pair the runs that were made one after the other. */
export type Measurement = {
  rows: number;
  lane: string;
  round: number;
  wall: number;
  cpu: number;
  peakMiB: number;
} & Partial<Profile>;

/** Median over the rounds of how much of `what` a lane took for each unit of another one; NaN where one of them did not run. */
export function ratio(
  all: readonly Measurement[],
  rows: number,
  [lane, other]: [string, string],
  what: 'wall' | 'cpu',
): number {
  const of = (name: string, round: number): number | undefined =>
    all.find((one) => one.rows === rows && one.lane === name && one.round === round)?.[what];
  const rounds = [...new Set(all.filter((one) => one.rows === rows).map(({ round }) => round))];
  const ratios = rounds.flatMap((round) => {
    const [mine, theirs] = [of(lane, round), of(other, round)];
    return mine === undefined || theirs === undefined ? [] : [mine / theirs];
  });
  return median(ratios);
}

/** Median of a lane's figure over its rounds; NaN where it did not run. */
export function figure(
  all: readonly Measurement[],
  rows: number,
  lane: string,
  what: 'wall' | 'cpu' | 'peakMiB',
): number {
  return median(all.filter((one) => one.rows === rows && one.lane === lane).map((one) => one[what]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return Number.NaN;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}
