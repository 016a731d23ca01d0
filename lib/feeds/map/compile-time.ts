import type { TimeFormat } from '../time-format.ts';

/** A local date ("2025-09-02") or date and time ("2025-09-02 10:20:30"), or a moment with its offset, in the contract's own form. */
type IsoText = string;

/** A reader of moments of a format: undefined for a text that is not of it, or names no real date or time of day. */
export function compileTime(format: TimeFormat): (text: string) => IsoText | undefined {
  if (format === 'iso') return (text) => (/^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text) ? text : undefined);
  if (format === 'epoch seconds') return (text) => (/^[0-9]{9,11}$/.test(text) ? fromEpoch(text, '') : undefined);
  if (format === 'epoch milliseconds')
    return (text) => (/^[0-9]{12,14}$/.test(text) ? fromEpoch(text.slice(0, -3), `.${text.slice(-3)}`) : undefined);
  const pattern = toPattern(format);
  return (text) => {
    const parts = pattern.exec(text)?.groups;
    return parts && toIso(parts);
  };
}

/** Whether a format is of the closed list, as far as a pattern can tell: it names year, month and day once. */
export function isTimeFormat(format: string): format is TimeFormat {
  return formats.test(format);
}

const formats = new RegExp(
  [
    '^(iso|epoch (milli)?seconds|(',
    ['dd?/mm?/', 'mm?/dd?/', 'dd?\\.mm?\\.', 'mm?\\.dd?\\.', 'dd?-mm?-', 'mm?-dd?-']
      .map((dayAndMonth) => `${dayAndMonth}yy(yy)?`)
      .join('|'),
    '|yy(yy)?(/mm?/|\\.mm?\\.|-mm?-)dd?|(yy)?yymmdd|ddmmyy(yy)?|dd?[ /-]mon[ /-]yy(yy)?|mon dd?, yyyy)',
    '((T|,? )(HH?:MM(:SS)?|h:MM(:SS)? AM|HH\\.MM(\\.SS)?|HHMM(SS)?))?)$',
  ].join(''),
);

const tokens: Record<string, string> = {
  yyyy: '(?<year>[0-9]{4})',
  yy: '(?<shortYear>[0-9]{2})',
  mon: '(?<monthName>[A-Za-z]+)',
  mm: '(?<month>[0-9]{2})',
  m: '(?<month>[0-9]{1,2})',
  dd: '(?<day>[0-9]{2})',
  d: '(?<day>[0-9]{1,2})',
  HH: '(?<hour>[0-9]{2})',
  H: '(?<hour>[0-9]{1,2})',
  h: '(?<hour>[0-9]{1,2})',
  MM: '(?<minute>[0-9]{2})',
  SS: '(?<second>[0-9]{2})(?<fraction>\\.[0-9]{1,9})?',
  ' AM': ' ?(?<half>[AP]M)',
  '.': '\\.',
};

function toPattern(format: string): RegExp {
  const pattern = format.replace(/yyyy|yy|mon|mm?|dd?|HH?|h|MM|SS| AM|\./g, (token) => tokens[token] ?? token);
  return new RegExp(`^${pattern}$`, 'i');
}

const months = 'january february march april may june july august september october november december'.split(' ');

function toIso(parts: Record<string, string | undefined>): IsoText | undefined {
  const { year = `20${parts.shortYear}`, monthName, minute, second = '00', fraction = '' } = parts;
  const named = months.findIndex(
    (name) => name === monthName?.toLowerCase() || name.slice(0, 3) === monthName?.toLowerCase(),
  );
  const month = monthName === undefined ? Number(parts.month) : named + 1;
  const day = Number(parts.day);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(Number(year), month)) return undefined;
  const date = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
  if (minute === undefined) return date;
  const hour = toHour(Number(parts.hour), parts.half);
  if (hour === undefined || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${date} ${twoDigits(hour)}:${minute}:${second}${fraction}`;
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The hour of the day; of a half of it there are twelve, the first of which is written 12. */
function toHour(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function fromEpoch(seconds: string, fraction: string): IsoText {
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}
