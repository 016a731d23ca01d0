import { quoteText } from '../catalog.ts';
import { refuse } from '../sql-error.ts';

type Picture = { fill: boolean; whole: string[]; decimals: string };

/**
 * DuckDB SQL of TO_CHAR of a number, given as DuckDB SQL of a DECIMAL: 9 is a digit or a blank, 0 a digit, with commas and a
 * point between them; FM leaves blanks and the decimals of 9 that say nothing out. A number of too many digits is all `#`.
 */
export function formatNumber(value: string, format: string): string {
  const { fill, whole, decimals } = readPicture(format);
  const digits = whole.filter((sign) => sign !== ',');
  const forced = digits.includes('0') ? digits.length - digits.indexOf('0') : 0;
  const least = Math.max(forced, decimals === '' ? 1 : 0);
  const size = `abs(round(n, ${decimals.length}))`;
  const integer = `cast(cast(trunc(${size}) as decimal(38, 0)) as varchar)`;
  const shown = `case when i = '0' then repeat('0', ${least}) else lpad(i, cast(greatest(${forced}, length(i)) as integer), '0') end`;
  const grouped = named('p', `lpad(${shown}, ${digits.length}, ' ')`, groups(whole));
  const fraction = decimals === '' ? `''` : fractionSql(size, decimals, fill);
  const sign = `case when n < 0 and ${size} > 0 then '-' else ${fill ? `' '` : `''`} end`;
  const blanks = fill ? `repeat(' ', length(g) - length(ltrim(g, ' '))) || ` : '';
  const text = named('g', grouped, named('f', fraction, `${blanks}${sign} || ltrim(g, ' ') || f`));
  const zero =
    fill || least > 0 ? text : named('t', text, `case when t in ('.', '-.') then replace(t, '.', '0.') else t end`);
  const hashes = format.replace(/^fm/i, '').replace(/[90]/g, '#').replace(/d/i, '.').replace(/g/gi, ',');
  const overflow = `case when length(i) > ${digits.length} and i <> '0' then ${sign} || ${quoteText(hashes)} else ${zero} end`;
  const whenKnown = `case when n is not null then ${named('i', integer, overflow)} end`;
  return `cast(${named('n', value, whenKnown)} as varchar)`;
}

/** SQL of an expression over a value that is computed once under a name. */
function named(name: string, value: string, body: string): string {
  return `list_transform([${value}], lambda ${name}: ${body})[1]`;
}

function readPicture(format: string): Picture {
  const match = /^(fm)?([90,g]*)(?:[.d]([90]*))?$/i.exec(format);
  const whole = (match?.[2] ?? '').replace(/g/gi, ',');
  if (match === null || !/[90]/.test(`${whole}${match[3] ?? ''}`) || !/^[90]/.test(whole)) {
    throw refuse(`the format '${format}' of a number`, 'it knows FM, 9, 0, comma and point, as in FM999,990.00');
  }
  return { fill: match[1] === undefined, whole: [...whole], decimals: match[3] ?? '' };
}

// A comma stands only behind a digit.
function groups(whole: readonly string[]): string {
  let position = 0;
  const pieces = whole.map((sign) => {
    if (sign !== ',') {
      position += 1;
      return `substring(p, ${position}, 1)`;
    }
    return `case when substring(p, ${position}, 1) = ' ' then ' ' else ',' end`;
  });
  return `(${pieces.join(' || ')})`;
}

function fractionSql(size: string, decimals: string, fill: boolean): string {
  const places = decimals.length;
  const all = `right(cast(cast(${size} as decimal(38, ${places})) as varchar), ${places})`;
  if (fill) return `'.' || ${all}`;
  const kept = decimals.lastIndexOf('0') + 1;
  return `'.' || left(${all}, ${kept}) || rtrim(substring(${all}, ${kept + 1}), '0')`;
}
