import { compileTime } from '../../feeds/map/compile-time.ts';
import type { TimeFormat } from '../../feeds/time-format.ts';

/** A format, what reads it, and the one with day and month the other way round. */
export type KnownFormat = { format: TimeFormat; read: (text: string) => string | undefined; swapped?: TimeFormat };

const years = ['yyyy', 'yy'];
const marks = ['/', '.', '-'];
const pairs = [
  ['dd', 'mm'],
  ['d', 'm'],
];
const clocks = ['HH:MM', 'H:MM', 'h:MM AM', 'HH.MM', 'HHMM'].flatMap((clock) => {
  const mark = clock.includes(':') ? ':' : clock.includes('.') ? '.' : '';
  return [clock, clock.replace('MM', `MM${mark}SS`)];
});

const ofDayAndMonth = marks.flatMap((mark) =>
  pairs.flatMap(([day, month]) =>
    years.flatMap((year) => {
      const [dayFirst, monthFirst] = [`${day}${mark}${month}${mark}${year}`, `${month}${mark}${day}${mark}${year}`];
      return [
        [dayFirst, monthFirst],
        [monthFirst, dayFirst],
      ];
    }),
  ),
);
const others = [
  ...marks.flatMap((mark) => pairs.map(([day, month]) => `yyyy${mark}${month}${mark}${day}`)),
  ...['yyyymmdd', 'ddmmyyyy', 'yymmdd'],
  ...pairs.flatMap(([day]) => ['-', ' ', '/'].flatMap((mark) => years.map((year) => `${day}${mark}mon${mark}${year}`))),
  ...['mon dd, yyyy', 'mon d, yyyy'],
].map((format) => [format]);
const dates = [...ofDayAndMonth, ...others];

const ends = ['', ...clocks.flatMap((clock) => [' ', 'T', ', '].map((gap) => gap + clock))];

/** Every format of dates, alone and with a clock, the stricter and likelier first. */
export const timeFormats: readonly KnownFormat[] = ends.flatMap((end) =>
  dates.map(([date, swapped]) => {
    const format = `${date}${end}` as TimeFormat;
    return { format, read: lazily(format), ...(swapped && { swapped: `${swapped}${end}` as TimeFormat }) };
  }),
);

/** A card transaction of before is digits in another order. */
const earliest = '1970';

/** Compiled when it is first asked: most never are. */
function lazily(format: TimeFormat): KnownFormat['read'] {
  let read: KnownFormat['read'] | undefined;
  return (text) => {
    read ??= compileTime(format);
    const moment = read(text);
    return moment !== undefined && moment >= earliest ? moment : undefined;
  };
}
