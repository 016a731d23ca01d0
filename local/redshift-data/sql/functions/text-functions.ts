import { concat } from '../bind-expression.ts';
import { type Bound, bound } from '../bound.ts';
import { quoteText } from '../catalog.ts';
import { asText } from '../coerce.ts';
import { refuse, SqlError } from '../sql-error.ts';
import { int4, isText, type RsType, text } from '../types.ts';
import { asInteger, bindArguments, type FunctionRule, literalInteger, simple, strict } from './function-rule.ts';

function sameLength(value: Bound): RsType {
  return { name: 'varchar', length: isText(value.type) ? value.type.length : 65_535 };
}

// Of unknown length: some letters take more bytes in the other case.
function changeCase(name: 'upper' | 'lower'): FunctionRule {
  return simple(1, 1, (value) => strict(`${name}(${asText(value, name).sql})`, text));
}

function trim(name: string, duck: string): FunctionRule {
  return simple(1, 2, (value, characters) => {
    const operand = asText(value, name);
    const set = characters === undefined ? quoteText(' ') : asText(characters, name).sql;
    return strict(`${duck}(${operand.sql}, ${set})`, sameLength(operand), { name: 'btrim' });
  });
}

function side(name: 'left' | 'right'): FunctionRule {
  return simple(2, 2, (value, count) => {
    const operand = asText(value, name);
    const n = asInteger(count as Bound, name).sql;
    const sql = `case when ${n} < 0 then error('${name}(): the count must not be negative') else ${name}(${operand.sql}, ${n}) end`;
    return strict(sql, sameLength(operand));
  });
}

function pad(name: 'lpad' | 'rpad'): FunctionRule {
  return simple(2, 3, (value, length, fill) => {
    const n = `greatest(${asInteger(length as Bound, name).sql}, 0)`;
    const filler = fill === undefined ? quoteText(' ') : asText(fill, name).sql;
    return strict(`${name}(${asText(value as Bound, name).sql}, cast(${n} as integer), ${filler})`, text);
  });
}

// A start before the text counts, as in PostgreSQL; DuckDB would count from the end.
const substring: FunctionRule = simple(2, 3, (value, start, length) => {
  const operand = asText(value as Bound, 'substring');
  const from = asInteger(start as Bound, 'substring').sql;
  const first = `greatest(${from}, 1)`;
  if (length === undefined) return strict(`substring(${operand.sql}, ${first})`, sameLength(operand));
  const count = asInteger(length, 'substring').sql;
  const kept = `greatest(${from} + ${count} - ${first}, 0)`;
  const sql = `case when ${count} < 0 then error('negative substring length not allowed') else substring(${operand.sql}, ${first}, ${kept}) end`;
  return strict(sql, sameLength(operand), { name: 'substring' });
});

function position(name: string, order: 'text first' | 'needle first'): FunctionRule {
  return simple(2, 2, (first, second) => {
    const [haystack, needle] = order === 'text first' ? [first, second] : [second, first];
    const sql = `strpos(${asText(haystack as Bound, name).sql}, ${asText(needle as Bound, name).sql})`;
    return strict(`cast(${sql} as integer)`, int4);
  });
}

const splitPart: FunctionRule = simple(3, 3, (value, delimiter, part) => {
  const operand = asText(value as Bound, 'split_part');
  const n = asInteger(part as Bound, 'split_part').sql;
  const split = `split_part(${operand.sql}, ${asText(delimiter as Bound, 'split_part').sql}, cast(${n} as integer))`;
  return strict(
    `case when ${n} < 1 then error('field position must be greater than zero') else ${split} end`,
    sameLength(operand),
  );
});

const sha2: FunctionRule = (context) => {
  const bits = literalInteger(context.call.args[1], 'sha2()');
  if (bits !== 256 && bits !== 0) throw refuse(`sha2(..., ${bits})`, 'only 256 bits');
  return simple(2, 2, (value) =>
    strict(`sha256(${asText(value as Bound, 'sha2').sql})`, { name: 'varchar', length: 64 }),
  )(context);
};

const length: FunctionRule = simple(1, 1, (value) => {
  return strict(`cast(length(${asText(value as Bound, 'length').sql}) as integer)`, int4, { name: 'length' });
});

// Words are runs of letters and digits; whatever else there is parts them.
const initcap: FunctionRule = simple(1, 1, (value) => {
  const operand = asText(value as Bound, 'initcap');
  const words = `regexp_extract_all(${operand.sql}, '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+')`;
  const turned = `list_transform(${words}, lambda word: upper(left(word, 1)) || lower(substring(word, 2)))`;
  return strict(`case when ${operand.sql} is not null then coalesce(array_to_string(${turned}, ''), '') end`, text, {
    name: 'initcap',
  });
});

const chr: FunctionRule = simple(1, 1, (code) => {
  const n = asInteger(code as Bound, 'chr').sql;
  const sql = `case when ${n} between 1 and 127 then chr(cast(${n} as integer)) end`;
  return bound(sql, { name: 'varchar', length: 1 }, { name: 'chr' });
});

const repeat: FunctionRule = simple(2, 2, (value, count) => {
  const times = `greatest(${asInteger(count as Bound, 'repeat').sql}, 0)`;
  return strict(`repeat(${asText(value as Bound, 'repeat').sql}, ${times})`, text, { name: 'repeat' });
});

/** Functions of texts. Counts and positions are characters, `octet_length` is bytes. */
export const textFunctions: Record<string, FunctionRule> = {
  upper: changeCase('upper'),
  lower: changeCase('lower'),
  reverse: simple(1, 1, (value) => {
    const operand = asText(value, 'reverse');
    return strict(`reverse(${operand.sql})`, sameLength(operand));
  }),
  btrim: trim('btrim', 'trim'),
  ltrim: trim('ltrim', 'ltrim'),
  rtrim: trim('rtrim', 'rtrim'),
  left: side('left'),
  right: side('right'),
  lpad: pad('lpad'),
  rpad: pad('rpad'),
  substring,
  substr: substring,
  len: length,
  length,
  char_length: length,
  character_length: length,
  octet_length: simple(1, 1, (value) =>
    strict(`cast(strlen(${asText(value as Bound, 'octet_length').sql}) as integer)`, int4),
  ),
  replace: simple(3, 3, (...values) => {
    const [operand, from, to] = values.map((value) => asText(value, 'replace').sql);
    return strict(`replace(${operand}, ${from}, ${to})`, text);
  }),
  strpos: position('strpos', 'text first'),
  charindex: position('charindex', 'needle first'),
  concat: (context) => {
    const [left, right] = bindArguments(context, 2, 2);
    if (left === undefined || right === undefined) throw new SqlError('concat() takes two values');
    return { ...concat(left, right), name: 'concat' };
  },
  split_part: splitPart,
  initcap,
  chr,
  ascii: simple(1, 1, (value) => strict(`ascii(${asText(value as Bound, 'ascii').sql})`, int4, { name: 'ascii' })),
  repeat,
  replicate: repeat,
  translate: simple(3, 3, (...values) => {
    const [operand, from, to] = values.map((value) => asText(value, 'translate').sql);
    return strict(`translate(${operand}, ${from}, ${to})`, text, { name: 'translate' });
  }),
  md5: simple(1, 1, (value) => strict(`md5(${asText(value as Bound, 'md5').sql})`, { name: 'varchar', length: 32 })),
  sha2,
};
