/**
 * How moments are written: `d` day, `m` month, `mon` English month name or its first three letters, `y` year, then `H` hour (`h`
 * with `AM`), `MM` minute, `SS` second, whose decimals may follow. Two letters are two digits, one letter is one or two. `yy` is
 * 2000 to 2099. `iso` is what the contract itself reads. A closed list, so that a slip does not compile.
 */
export type TimeFormat = 'iso' | Epoch | DateFormat | `${DateFormat}${' ' | 'T' | ', '}${ClockFormat}`;

/** Time since 1970 in UTC; only what is in 1973 or later, so that one is never taken for the other. */
export type Epoch = 'epoch seconds' | 'epoch milliseconds';

export type DateFormat =
  | `${DayAndMonth<'/'>}/${Year}`
  | `${DayAndMonth<'.'>}.${Year}`
  | `${DayAndMonth<'-'>}-${Year}`
  | `${Year}/${'m' | 'mm'}/${'d' | 'dd'}`
  | `${Year}.${'m' | 'mm'}.${'d' | 'dd'}`
  | `${Year}-${'m' | 'mm'}-${'d' | 'dd'}`
  | 'yyyymmdd'
  | 'yymmdd'
  | 'ddmmyyyy'
  | 'ddmmyy'
  | `${'d' | 'dd'}${' ' | '-' | '/'}mon${' ' | '-' | '/'}${Year}`
  | `mon ${'d' | 'dd'}, yyyy`;

export type ClockFormat =
  | `${'H' | 'HH'}:MM${'' | ':SS'}`
  | `h:MM${'' | ':SS'} AM`
  | `HH.MM${'' | '.SS'}`
  | `HHMM${'' | 'SS'}`;

type Year = 'yy' | 'yyyy';
type DayAndMonth<Mark extends string> = `${'d' | 'dd'}${Mark}${'m' | 'mm'}` | `${'m' | 'mm'}${Mark}${'d' | 'dd'}`;

/**
 * An IANA zone ("Europe/Berlin") or an offset ("+01:00"); or the column that names one. Short names such as CEST mean nothing by
 * themselves: `names` says what each is.
 */
export type Zone<Name extends string = string> = string | { from: Name; names?: Readonly<Record<string, string>> };
