import type { Contract } from '../../contracts/contract.ts';
import type { Feed, Mapping } from '../../feeds/feed.ts';
import { moneyNames, sourceNames } from '../../feeds/map/source-names.ts';
import type { Money } from '../../feeds/money.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import { daysBetween } from '../../run/calendar.ts';
import type { Draft, Sample } from './draft.ts';
import { draftColumns } from './draft-columns.ts';
import { draftHidden } from './draft-hidden.ts';
import { draftLeftOut, withoutLeftOut } from './draft-left-out.ts';
import { draftMoney } from './draft-money.ts';
import { draftTime } from './draft-time.ts';
import { findNullWords } from './find-null-words.ts';
import { guessZone } from './guess-zone.ts';
import { Notes } from './notes.ts';
import { type Column, profileColumns } from './profile-columns.ts';
import { readTables } from './read-tables.ts';

/** A file of more days than this is no daily delivery: its rows are not late. */
const dailyDays = 4;

/**
 * Proposes a feed's declaration from what the heads of some files of one sender hold. What the files do not say is left out and
 * named, never made up. Throws a usage error for files in which no rows can be seen.
 */
export function draftFeed(samples: readonly Sample[], contract: Contract, name: string): Draft {
  const notes = new Notes();
  const { encoding, form, format, rows, tables } = readTables(samples, notes);
  const nullWords = findNullWords(tables);
  if (nullWords.length > 0) notes.why('shape.nullWords', 'stand where other rows have a value');
  const words = new Set(nullWords.map((word) => word.toLowerCase()));
  const leaveOut = draftLeftOut(profileColumns(tables, words), notes);
  const columns = profileColumns(withoutLeftOut(tables, leaveOut), words);
  const { tokenise, drop } = draftHidden(columns, notes);
  const hidden = new Set(drop);
  const time = draftTime(columns, `shape.columns.${contract.eventTime}`, notes);
  const money = draftMoney(
    columns.filter((column) => !hidden.has(column.name)),
    form === 'json',
    notes,
  );
  const idPrefix = toIdPrefix(name);
  const fields = draftColumns(
    contract,
    columns,
    {
      time: time?.field,
      hasMoney: money.length > 0,
      isSigned: isSigned(money, columns),
      prefixLength: idPrefix.length,
      hidden,
    },
    notes,
  );
  const used = new Set([
    ...Object.values(fields).flatMap(sourceNames),
    ...money.flatMap(moneyNames),
    ...leaveOut.map(({ column }) => column),
    ...(format.footer ? [format.footer.column] : []),
  ]);
  const shape = {
    ...(encoding !== undefined && { encoding }),
    ...format,
    ...(rows !== undefined && { rows }),
    header: toHeader(columns, used, format),
    ...(nullWords.length > 0 && { nullWords }),
    ...(leaveOut.length > 0 && { leaveOut }),
    ...(drop.length > 0 && { drop }),
    ...(tokenise.length > 0 && { tokenise }),
    ...(money.length > 0 && { money: money.length === 1 ? money[0] : money }),
    columns: fields,
  };
  notes.why('shape.header', 'names alone are columns that the mapping reads: a file without one is refused');
  const feed: Feed = {
    name,
    dataset: contract.name,
    description: `Drafted from ${samples[0]?.file}${samples.length > 1 ? ` and ${samples.length - 1} more` : ''}: say here who sends it and what a row is.`,
    zone: guessZone(money[0], columns, notes),
    ...lateness(time?.column, notes),
    idPrefix,
    shape: { form, ...shape } as Feed['shape'],
  };
  return { feed, reasons: notes.reasons, doubts: notes.doubts };
}

/** As many words of the name as fit. */
function toIdPrefix(name: string): string {
  return `${name.length <= 15 ? name : (/^.{1,15}(?=-)/.exec(name)?.[0] ?? name.slice(0, 15))}-`;
}

/** Whether amounts themselves say which go back to the customer. */
function isSigned(money: readonly Money[], columns: readonly Column[]): boolean {
  return money.some(({ amount, side }) => {
    const names = typeof amount === 'string' ? [amount] : Object.values(amount);
    const negative = columns.some(({ name, number }) => names.includes(name) && (number?.negative ?? 0) > 0);
    return negative || side !== undefined || (typeof amount !== 'string' && 'negative' in amount);
  });
}

function toHeader(
  columns: readonly Column[],
  used: ReadonlySet<string>,
  { headerless }: TextFormat,
): Mapping['header'] {
  return columns.map(({ name, inAll }) => (headerless || (inAll && used.has(name)) ? name : { name, required: false }));
}

/** Whether rows may be late, by how many days the files span. */
function lateness(time: Column | undefined, notes: Notes): Pick<Feed, 'lateDays' | 'lookbackDays'> {
  const span = time?.time?.span;
  const days = span ? daysBetween(span[0], span[1]) + 1 : 0;
  if (days <= dailyDays) {
    notes.doubt(
      'lateDays: rows that arrive more than 2 days after their date are held; a sender of whole months needs unlimited',
    );
    return { lateDays: 2, lookbackDays: 30 };
  }
  notes.why(
    'lateDays',
    `the files span ${days} days, ${span?.join(' to ')}: with a number of days the older rows would be held`,
  );
  return { lateDays: 'unlimited', lookbackDays: 'unlimited' };
}
