import type { TimeField } from '../../feeds/field.ts';
import { compileTime } from '../../feeds/map/compile-time.ts';
import type { TimeFormat } from '../../feeds/time-format.ts';
import { columnWords, otherWords } from './column-words.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { zoneNames } from './zone-names.ts';

const clocks = ['HH:MM:SS', 'HH:MM', 'H:MM:SS', 'H:MM', 'h:MM:SS AM', 'h:MM AM', 'HH.MM.SS', 'HH.MM', 'HHMMSS', 'HHMM'];

/** Share of a column's texts that must be times of day; its name must say so too. */
const enough = 0.6;

/** Where the moment of a row stands: one column, or one of dates and one of times; undefined where no column holds dates. */
export function draftTime(
  columns: readonly Column[],
  at: string,
  notes: Notes,
): { field: TimeField; column: Column } | undefined {
  const dates = columns.filter((column) => column.time);
  const named = pickColumn(dates, columnWords.txn_ts ?? []);
  const column = named ?? dates.find(({ time }) => time && !time.digits);
  if (!column?.time) return undefined;
  const { format, isDate, why, doubts } = column.time;
  notes.doubt(...doubts.map((doubt) => `${column.name}: ${doubt}`));
  if (!named)
    notes.doubt(`${column.name} was taken for the moment of the transaction because it holds dates, not for its name`);
  const clock = isDate ? findClock(columns, column) : undefined;
  const zone = zoneOf(columns, column, format, notes);
  notes.why(
    at,
    `${column.name} is a date by ${named ? 'name and content' : 'content'}: ${why}${clock ? `; ${clock.column.name} has the time of day` : ''}`,
  );
  const field: TimeField = clock
    ? {
        timeFrom: [column.name, clock.column.name],
        format: `${format === 'iso' ? 'yyyy-mm-dd' : format} ${clock.clock}` as TimeFormat,
      }
    : { timeFrom: column.name, format };
  return { field: { ...field, ...(zone !== undefined && { zone }) }, column };
}

function findClock(columns: readonly Column[], date: Column): { column: Column; clock: string } | undefined {
  const found = columns.flatMap((column) => {
    const texts = [...column.values.keys()];
    const clock = clocks.find((form) => {
      const read = compileTime(`yyyymmdd ${form}` as TimeFormat);
      return (
        texts.length > 0 &&
        texts.filter((text) => read(`20250101 ${text}`) !== undefined).length >= texts.length * enough
      );
    });
    return clock === undefined || column === date ? [] : [{ column, clock }];
  });
  const picked = pickColumn(
    found.map(({ column }) => column),
    otherWords.clock,
  );
  return found.find(({ column }) => column === picked);
}

/** The zone that the time's own name or another column says. */
function zoneOf(
  columns: readonly Column[],
  { name }: Column,
  format: TimeFormat,
  notes: Notes,
): TimeField['zone'] | undefined {
  if (format.startsWith('epoch')) return undefined;
  if (/(?<![A-Za-z])(UTC|GMT)(?![A-Za-z])/i.test(name)) return 'UTC';
  const zone = pickColumn(columns, otherWords.zone, ({ values }) =>
    [...values.keys()].every((text) => /^[A-Za-z_/+:0-9-]{1,40}$/.test(text)),
  );
  if (!zone) return undefined;
  const short = [...zone.values.keys()].filter((text) => /^[A-Z]{2,5}$/.test(text) && text !== 'UTC');
  const names = Object.fromEntries(short.flatMap((text) => (zoneNames[text] ? [[text, zoneNames[text]]] : [])));
  for (const text of short.filter((text) => !zoneNames[text]))
    notes.doubt(
      `${zone.name}: which zone is ${text}? names: { ${text}: ... } says it; until then its rows have no moment`,
    );
  return { from: zone.name, ...(Object.keys(names).length > 0 && { names }) };
}
