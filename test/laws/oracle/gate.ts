import { partsOfKey, rulesOf } from './feeds.ts';
import type { JudgedRow } from './judged-row.ts';
import { compareRank, outranks } from './rank-rows.ts';

/** A check that an ingest date does not meet; `word` is what an operator's acceptance of it stands for. */
export type GateFailure = { check: string; date: string; blocks: boolean; word: string; rows: number };

/** More than 5 % of a date's rows, or of the rows of one of its feeds, quarantined: blocks from five on. By lines. */
export function quarantinedShare(date: string, rows: readonly JudgedRow[]): Omit<GateFailure, 'word'>[] {
  const lines = (of: readonly JudgedRow[]): number => of.reduce((sum, { raw }) => sum + raw.split('\n').length, 0);
  const bad = rows.filter(({ verdict }) => verdict === 'quarantined');
  const above = scopesOf(rows).map((isIn) => [lines(bad.filter(isIn)), lines(rows.filter(isIn))] as const);
  return judge(
    'quarantined_share',
    date,
    lines(bad),
    above.filter(([some, all]) => some * 20 > all).map(([some]) => some),
  );
}

type Pair = { row: JudgedRow; by: JudgedRow; date: string };

/**
 * Rows that one of the same id and version outranks and contradicts, with the nearest that does, of the pairs that have a row of a
 * derived date; by the date of the one that outranks, if it is derived.
 */
export function conflictingPairs(accepted: readonly JudgedRow[], derived: readonly string[]): Pair[] {
  return accepted.flatMap((row) => {
    const [by] = accepted
      .filter((other) => outranks(other, row) && other.values.version === row.values.version && differs(other, row))
      .sort(compareRank);
    const date = [by, row].map((one) => dateOf(one)).find((one) => derived.includes(one));
    return by && date ? [{ row, by, date }] : [];
  });
}

/** Above 0.5 % of a date's rows, or of a feed's: blocks from five on; else it warns. The word is who contradicts whom. */
export function conflictingDuplicates(date: string, rows: readonly JudgedRow[], pairs: readonly Pair[]): GateFailure[] {
  const own = pairs.filter((pair) => pair.date === date);
  if (own.length === 0) return [];
  const found = own.map(({ row, by }) => [by, row].find((one) => dateOf(one) === date) as JudgedRow);
  const above = scopesOf(rows)
    .map((isIn) => [found.filter(isIn).length, rows.filter(isIn).length] as const)
    .filter(([some, all]) => some * 200 > all)
    .map(([some]) => some);
  const word = own.map(({ row, by }) => [row.file, row.line, by.file, by.line].join(':')).sort();
  return judge('conflicting_duplicates', date, own.length, above.length > 0 ? above : [0]).map((one) => ({
    ...one,
    word: JSON.stringify([date, 'conflicting_duplicates', word]),
  }));
}

function judge(check: string, date: string, rows: number, above: readonly number[]): Omit<GateFailure, 'word'>[] {
  return above.length === 0 ? [] : [{ check, date, rows, blocks: above.some((bad) => bad >= 5) }];
}

/** The whole date, and each of its feeds. */
function scopesOf(rows: readonly JudgedRow[]): ((row: JudgedRow) => boolean)[] {
  const feeds = [...new Set(rows.map(({ file }) => partsOfKey(file).feed))];
  return [
    () => true,
    ...feeds.map(
      (feed) =>
        ({ file }: JudgedRow) =>
          partsOfKey(file).feed === feed,
    ),
  ];
}

function differs(a: JudgedRow, b: JudgedRow): boolean {
  const says = ({ file, signed, unit, values }: JudgedRow): string =>
    [partsOfKey(file).feed, signed, unit, ...rulesOf(file).contract.telling.map((name) => values[name])].join(' ');
  return says(a) !== says(b);
}

const dateOf = (row: JudgedRow | undefined): string => (row ? partsOfKey(row.file).ingestDate : '');
