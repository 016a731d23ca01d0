import { type Bound, bound } from './bound.ts';
import { quoteText } from './catalog.ts';
import { coerce, settle, typeLiteral } from './coerce.ts';
import { refuse, SqlError } from './sql-error.ts';
import {
  duckType,
  formatType,
  isFloat,
  isInteger,
  isNumber,
  isText,
  maxVarcharBytes,
  numeric,
  type RsType,
  sameType,
} from './types.ts';

/** An explicit cast. Refuses the ones of which no page says whether Redshift rounds, cuts or fails. */
export function castTo(value: Bound, type: RsType): Bound {
  const name = value.name === '?column?' ? type.name : value.name;
  return { ...convert(value, type), name, nullable: value.nullable, source: undefined };
}

function convert(value: Bound, type: RsType): Bound {
  const from = value.type;
  if (type.name === 'char') throw refuse('a cast to char(n)', 'cast to varchar(n); this endpoint does not pad');
  if (value.literal !== undefined) {
    const isCut = isText(type) && value.literal !== null;
    return isCut ? cutText(settle(value), type) : typeLiteral(value, type);
  }
  if (sameType(from, type)) return value;
  if (isText(from)) return isText(type) ? cutText(value, type) : parseText(value, type);
  if (isText(type)) return formatValue(value, type);
  const plain = () => bound(`cast(${value.sql} as ${duckType(type)})`, type, { roundedTo: value.roundedTo });
  if (isNumber(from) && isNumber(type)) {
    return dropsDecimals(value, type) ? cutNumber(value, type) : plain();
  }
  const pair = `${from.name} to ${type.name}`;
  if (pair === 'bool to int4' || pair === 'int4 to bool') return plain();
  if (
    ['date to timestamp', 'timestamp to date', 'timestamp to timestamptz', 'timestamptz to timestamp'].includes(pair)
  ) {
    return plain();
  }
  throw new SqlError(`cannot cast type ${formatType(from)} to ${formatType(type)}`);
}

function dropsDecimals(value: Bound, type: RsType): boolean {
  if (isFloat(type) || value.constant === true) return false;
  const scale = type.name === 'numeric' ? type.scale : 0;
  const had = value.type.name === 'numeric' ? value.type.scale : isInteger(value.type) ? 0 : Number.POSITIVE_INFINITY;
  return Math.min(had, value.roundedTo ?? Number.POSITIVE_INFINITY) > scale;
}

// "Results of explicit casts of values selected from tables are not rounded" (Developer Guide, numeric types); literals are.
// The page is on DECIMALs; of floating point numbers it says nothing.
function cutNumber(value: Bound, type: RsType): Bound {
  const scale = type.name === 'numeric' ? type.scale : 0;
  if (isFloat(value.type)) {
    throw refuse(
      `a cast of ${formatType(value.type)} to ${formatType(type)}, which drops decimals`,
      `say how: cast(round(x, ${scale}) as ...) or trunc`,
    );
  }
  const unit = `cast('1e-${scale}' as ${duckType(numeric(scale + 1, scale))})`;
  return bound(`cast(${value.sql} - ${value.sql} % ${unit} as ${duckType(type)})`, type);
}

/** Redshift cuts an explicit cast to VARCHAR(n) to n bytes, at a character. */
function cutText(value: Bound, type: RsType & { name: 'varchar' | 'char' }): Bound {
  if (isText(value.type) && value.type.length <= type.length) return { ...value, type };
  if (type.length === maxVarcharBytes) return { ...value, type };
  const sql = `case when strlen(${value.sql}) <= ${type.length} then ${value.sql} else ${cutAt(value.sql, type.length)} end`;
  return bound(sql, type);
}

/** SQL of the first bytes of a text that is longer, without a character cut in two. */
function cutAt(sql: string, bytes: number): string {
  const prefix = (count: number) => (count === 0 ? `''` : `decode(encode(${sql})[1:${count}])`);
  // In UTF-8 a byte 10xxxxxx continues a character, and no character has more than four bytes.
  const starts = (position: number) =>
    `left(hex(encode(${sql})[${position}:${position}]), 1) not in ('8', '9', 'A', 'B')`;
  const shorter = [1, 2, 3].filter((less) => less <= bytes);
  const arms = shorter.map((less) => `when ${starts(bytes + 2 - less)} then ${prefix(bytes + 1 - less)}`);
  return `case ${arms.join(' ')} else ${prefix(bytes - shorter.length)} end`;
}

const patterns: Partial<Record<RsType['name'], string>> = {
  int2: '[+-]?\\d+',
  int4: '[+-]?\\d+',
  int8: '[+-]?\\d+',
  float4: '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?',
  float8: '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?',
  bool: '(?i)(t|true|f|false|1|0)',
  date: '\\d{4}-\\d\\d-\\d\\d',
  timestamp: '\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?)?',
};

function numericPattern(scale: number): string {
  const whole = `\\d+(\\.\\d{0,${scale}}0*)?`;
  return scale === 0 ? `[+-]?${whole}` : `[+-]?(${whole}|\\.\\d{1,${scale}}0*)`;
}

// DuckDB reads far more than Redshift does ('1.5' as an integer), so the text is checked first.
function parseText(value: Bound, type: RsType): Bound {
  const pattern = type.name === 'numeric' ? numericPattern(type.scale) : patterns[type.name];
  if (pattern === undefined) throw refuse(`a cast of text to ${formatType(type)}`);
  const bare = `trim(${value.sql}, ' ')`;
  const problem =
    type.name === 'date' || type.name === 'timestamp' || type.name === 'numeric'
      ? `the local endpoint is not certain how Redshift reads this as ${formatType(type)}: `
      : `invalid input syntax for ${formatType(type)}: `;
  const message = `${quoteText(`${problem}"`)} || ${value.sql} || '"'`;
  const checked = `case when regexp_full_match(${bare}, ${quoteText(pattern)}) then ${bare} when ${value.sql} is null then null else error(${message}) end`;
  return bound(`cast(${checked} as ${duckType(type)})`, type);
}

/** Bytes the longest value of a type takes as text. */
function textWidth(type: RsType): number | undefined {
  switch (type.name) {
    case 'int2':
      return 6;
    case 'int4':
      return 11;
    case 'int8':
      return 20;
    case 'numeric':
      return type.precision + 3;
    case 'date':
      return 10;
    case 'timestamp':
      return 26;
    default:
      return undefined;
  }
}

function formatValue(value: Bound, type: RsType & { name: 'varchar' | 'char' }): Bound {
  const width = textWidth(value.type);
  if (width === undefined) {
    const instead = value.type.name === 'bool' ? "case when x then 'true' else 'false' end" : undefined;
    throw refuse(`a cast of ${formatType(value.type)} to text`, instead);
  }
  if (type.length < width) {
    throw refuse(`a cast of ${formatType(value.type)} to ${formatType(type)}`, `varchar(${width}) always fits`);
  }
  return bound(`cast(${value.sql} as varchar)`, { name: 'varchar', length: width });
}

/** What `||` makes of a number or moment beside a text. */
export function textOperand(value: Bound, where: string): Bound {
  if (isText(value.type) || value.literal !== undefined) return value;
  const width = textWidth(value.type);
  return width === undefined
    ? coerce(value, { name: 'varchar', length: 1 }, where)
    : formatValue(value, { name: 'varchar', length: maxVarcharBytes });
}
