/**
 * How moments are written: `d` day, `m` month, `mon` English month name or its first three letters, `y` year, then `H` hour (`h`
 * with `AM`), `MM` minute, `SS` second (decimals of a second may follow). Two letters are two digits, one letter one or two.
 * `yy` is of the years 2000 to 2099. `iso` is what the contract itself reads. A closed list, so that a slip does not compile.
 */
export type TimeFormat =
  | 'iso'
  | 'epoch seconds'
  | 'epoch milliseconds'
  | DateFormat
  | `${DateFormat}${' ' | 'T'}${ClockFormat}`;

export type DateFormat =
  | `${DayAndMonth<'/'>}/${Year}`
  | `${DayAndMonth<'.'>}.${Year}`
  | `${DayAndMonth<'-'>}-${Year}`
  | `yyyy${'/' | '.' | '-'}${MonthAndDay}`
  | 'yyyymmdd'
  | 'yymmdd'
  | 'ddmmyyyy'
  | `${'d' | 'dd'}${' ' | '-' | '/'}mon${' ' | '-' | '/'}${Year}`
  | `mon ${'d' | 'dd'}, yyyy`;

export type ClockFormat =
  | 'HH:MM'
  | 'HH:MM:SS'
  | 'H:MM'
  | 'H:MM:SS'
  | 'h:MM AM'
  | 'h:MM:SS AM'
  | 'HH.MM'
  | 'HH.MM.SS'
  | 'HHMM'
  | 'HHMMSS';

type Year = 'yy' | 'yyyy';
type DayAndMonth<Mark extends string> = `${'d' | 'dd'}${Mark}${'m' | 'mm'}` | `${'m' | 'mm'}${Mark}${'d' | 'dd'}`;
type MonthAndDay = `mm${'/' | '.' | '-'}dd`;

/**
 * An IANA zone ("Europe/Berlin") or an offset ("+01:00"); or the column that names it. Short names such as CEST mean nothing by
 * themselves: `names` says what each is.
 */
export type Zone<Name extends string = string> = string | { from: Name; names?: Readonly<Record<string, string>> };
