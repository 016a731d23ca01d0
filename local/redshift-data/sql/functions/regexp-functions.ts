import { bound } from '../bound.ts';
import { quoteText } from '../catalog.ts';
import { asText } from '../coerce.ts';
import { requirePortable } from '../portable-regex.ts';
import { refuse } from '../sql-error.ts';
import { int4, text } from '../types.ts';
import { type CallContext, type FunctionRule, literalInteger, literalText, requireCount } from './function-rule.ts';

type Search = { source: string; pattern: string; options: string; from: number; group: number; nullable: boolean };

/** Reads source, pattern, position and parameters; the arguments between them are the caller's own. */
function readSearch(context: CallContext, positionAt: number, parametersAt: number): Search {
  const { call } = context;
  requireCount(call, 2, parametersAt + 1);
  const source = asText(context.bind(call.args[0] ?? { kind: 'null' }), call.name);
  const pattern = requirePortable(literalText(call.args[1], `${call.name}()`));
  const from = call.args[positionAt] === undefined ? 1 : literalInteger(call.args[positionAt], `${call.name}()`);
  const parameters =
    call.args[parametersAt] === undefined ? '' : literalText(call.args[parametersAt], `${call.name}()`);
  if (!/^[ciep]*$/.test(parameters)) throw refuse(`the parameters '${parameters}' of ${call.name}()`, 'c, i, e and p');
  const hasGroup = /(?<!\\)\((?!\?)/.test(pattern);
  return {
    source: from <= 1 ? source.sql : `substring(${source.sql}, ${from})`,
    pattern: quoteText(pattern),
    options: quoteText(parameters.includes('i') ? 'is' : 's'),
    from: Math.max(from, 1),
    group: parameters.includes('e') && hasGroup ? 1 : 0,
    nullable: source.nullable,
  };
}

function matchesOf({ source, pattern, options, group }: Search): string {
  return `regexp_extract_all(${source}, ${pattern}, ${group}, ${options})`;
}

function occurrenceOf(context: CallContext, at: number): number {
  const arg = context.call.args[at];
  return arg === undefined ? 1 : literalInteger(arg, `${context.call.name}()`);
}

// No match is an empty text; an occurrence below 1 is NULL.
const substr: FunctionRule = (context) => {
  const search = readSearch(context, 2, 4);
  const occurrence = occurrenceOf(context, 3);
  const more = { name: 'regexp_substr', nullable: search.nullable };
  if (occurrence < 1) return bound('cast(null as varchar)', text, { name: 'regexp_substr' });
  const found = `coalesce(${matchesOf(search)}[${occurrence}], '')`;
  return bound(`case when ${search.source} is not null then ${found} end`, text, more);
};

const count: FunctionRule = (context) => {
  const search = readSearch(context, 2, 3);
  const more = { name: 'regexp_count', nullable: search.nullable };
  return bound(`cast(len(${matchesOf(search)}) as integer)`, int4, more);
};

// The place of the nth match is what stands before it: the shortest text that holds n - 1 matches and is followed by one.
const instr: FunctionRule = (context) => {
  const search = readSearch(context, 2, 5);
  const occurrence = occurrenceOf(context, 3);
  const isEnd = context.call.args[4] !== undefined && literalInteger(context.call.args[4], 'regexp_instr()') !== 0;
  if (search.group > 0) throw refuse("the parameter 'e' of regexp_instr()");
  const pattern = search.pattern.slice(1, -1);
  if (matchesNothing(pattern))
    throw refuse('regexp_instr() of a pattern that an empty text matches', 'ask for one letter');
  const before = `^((?:.*?(?:${pattern})){${Math.max(occurrence - 1, 0)}}.*?)(?:${pattern})`;
  const list = matchesOf(search);
  const start = `length(regexp_extract(${search.source}, '${before}', 1, ${search.options})) + ${search.from}`;
  const place = isEnd ? `${start} + length(${list}[${occurrence}])` : start;
  const sql = `case when ${occurrence < 1} or len(${list}) < ${occurrence} then 0 when ${search.source} is not null then ${place} end`;
  return bound(`cast(${sql} as integer)`, int4, { name: 'regexp_instr', nullable: search.nullable });
};

// POSIX classes are letters of a set here: they match one character each, as any letter does.
function matchesNothing(pattern: string): boolean {
  const portable = pattern.replaceAll("''", "'").replace(/\[:\w+:\]/g, 'a');
  return new RegExp(`^(?:${portable})$`, 's').test('');
}

const replace: FunctionRule = (context) => {
  const search = readSearch(context, 3, 4);
  const [source, , replacement] = context.call.args;
  const put = replacement === undefined ? '' : literalText(replacement, 'regexp_replace()');
  if (/[\\$]/.test(put)) throw refuse('a group of the pattern in what regexp_replace() puts in its place');
  const options = `${search.options.slice(0, -1)}g'`;
  const replaced = `regexp_replace(${search.source}, ${search.pattern}, ${quoteText(put)}, ${options})`;
  const whole = asText(context.bind(source ?? { kind: 'null' }), 'regexp_replace').sql;
  const head = search.from > 1 ? `left(${whole}, ${search.from - 1}) || ` : '';
  return bound(`cast(${head}${replaced} as varchar)`, text, { name: 'regexp_replace', nullable: search.nullable });
};

/** REGEXP_SUBSTR, _COUNT, _INSTR and _REPLACE with literal patterns; positions are characters. */
export const regexpFunctions: Record<string, FunctionRule> = {
  regexp_substr: substr,
  regexp_count: count,
  regexp_instr: instr,
  regexp_replace: replace,
};
