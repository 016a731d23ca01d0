import { quoteText } from '../catalog.ts';
import { refuse } from '../sql-error.ts';

/** A part of a format: its DuckDB SQL over a timestamp. */
type Part = (moment: string) => string;

const time =
  (format: string): Part =>
  (moment) =>
    `strftime(${moment}, '${format}')`;
const number = (part: string, digits = 1): Part => {
  return (moment) => `lpad(cast(date_part('${part}', ${moment}) as varchar), ${digits}, '0')`;
};
const weekday =
  (first: number): Part =>
  (moment) =>
    `cast(date_part('dow', ${moment}) + ${first} as varchar)`;

/** Parts whose letters' case says nothing. */
const parts: Record<string, Part> = {
  yyyy: time('%Y'),
  yyy: (moment) => `right(strftime(${moment}, '%Y'), 3)`,
  yy: time('%y'),
  iyyy: time('%G'),
  cc: number('century', 2),
  q: number('quarter'),
  mm: time('%m'),
  ddd: time('%j'),
  dd: time('%d'),
  d: weekday(1),
  id: number('isodow'),
  iw: time('%V'),
  ww: (moment) => `lpad(cast((date_part('doy', ${moment}) - 1) // 7 + 1 as varchar), 2, '0')`,
  w: (moment) => `cast((date_part('day', ${moment}) - 1) // 7 + 1 as varchar)`,
  hh24: time('%H'),
  hh12: time('%I'),
  hh: time('%I'),
  mi: time('%M'),
  ss: time('%S'),
  ms: time('%g'),
  us: time('%f'),
};

/** Names, written in the case of their letters; the long ones are padded to nine. */
const names: Record<string, { format: string; width?: number }> = {
  month: { format: '%B', width: 9 },
  mon: { format: '%b' },
  day: { format: '%A', width: 9 },
  dy: { format: '%a' },
  am: { format: '%p' },
  pm: { format: '%p' },
};

const known = [...Object.keys(parts), ...Object.keys(names)].sort((a, b) => b.length - a.length);

/** DuckDB SQL of TO_CHAR of a timestamp; `fm` before a name leaves its blanks out. */
export function formatMoment(moment: string, format: string): string {
  const pieces: string[] = [];
  for (const [run] of format.matchAll(/"[^"]*"|[A-Za-z]+[0-9]*|[^A-Za-z"]+/g)) {
    if (/^[A-Za-z]/.test(run)) pieces.push(...wordsOf(run, format).map((word) => word(moment)));
    else pieces.push(quoteText(run.replace(/^"(.*)"$/s, '$1')));
  }
  // DuckDB gives a concatenation with NULL another type.
  return pieces.length === 0 ? `''` : `cast(${pieces.join(' || ')} as varchar)`;
}

function wordsOf(run: string, format: string): Part[] {
  const found: Part[] = [];
  for (let rest = run; rest !== ''; ) {
    const isFilled = !/^fm/i.test(rest);
    if (!isFilled) rest = rest.slice(2);
    const word = known.find((candidate) => rest.toLowerCase().startsWith(candidate));
    if (word === undefined) {
      throw refuse(`the format '${format}' at '${rest}'`, `it knows ${known.join(', ').toUpperCase()}`);
    }
    found.push(partOf(rest.slice(0, word.length), word, isFilled));
    rest = rest.slice(word.length);
  }
  return found;
}

function partOf(written: string, word: string, isFilled: boolean): Part {
  const name = names[word];
  const part = parts[word];
  if (name === undefined || part !== undefined) return part as Part;
  const turn = written === written.toUpperCase() ? 'upper' : written === word ? 'lower' : '';
  return (moment) => {
    const text = `${turn}(strftime(${moment}, '${name.format}'))`;
    return isFilled && name.width !== undefined ? `rpad(${text}, ${name.width}, ' ')` : text;
  };
}
