import { type Bound, bound } from './bound.ts';
import { quoteText } from './catalog.ts';
import { asText } from './coerce.ts';
import { requirePortable } from './portable-regex.ts';
import { refuse, SqlError } from './sql-error.ts';
import type { Expr } from './syntax.ts';
import { bool } from './types.ts';

/** Binds LIKE, ILIKE, SIMILAR TO and ~. */
export function bindMatch(expr: Expr & { kind: 'match' }, bind: (expr: Expr) => Bound): Bound {
  const operand = asText(bind(expr.operand), expr.operator.toUpperCase());
  const pattern = bind(expr.pattern);
  const sql = matchSql(expr, operand.sql, pattern);
  return bound(expr.negated ? `(not ${sql})` : sql, bool, { nullable: operand.nullable || pattern.nullable });
}

function matchSql(expr: Expr & { kind: 'match' }, operand: string, pattern: Bound): string {
  if (expr.operator === 'like' || expr.operator === 'ilike') {
    const isPlain = typeof pattern.literal === 'string' && !pattern.literal.includes('\\') && !expr.escapedBy;
    const right = asText(pattern, expr.operator.toUpperCase()).sql;
    // Redshift's escape character is the backslash unless told otherwise; DuckDB has none unless told.
    const escapedBy = isPlain ? '' : ` escape ${quoteText(expr.escapedBy ?? '\\')}`;
    return `(${operand} ${expr.operator} ${right}${escapedBy})`;
  }
  if (typeof pattern.literal !== 'string')
    throw refuse(`${expr.operator.toUpperCase()} with a pattern that is no literal`);
  if (expr.operator === 'similar to') {
    return `regexp_full_match(${operand}, ${quoteText(similarPattern(pattern.literal, expr.escapedBy))}, 's')`;
  }
  return `regexp_matches(${operand}, ${quoteText(requirePortable(pattern.literal))}, 's')`;
}

/** SIMILAR TO's pattern as a regular expression: % and _ are its wildcards, . ^ $ are plain characters. */
function similarPattern(pattern: string, escapedBy = '\\'): string {
  let regex = '';
  let inBrackets = false;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i] as string;
    if (character === escapedBy) {
      const next = pattern[++i];
      if (next === undefined) throw new SqlError('the pattern ends with the escape character');
      regex += escapeRegex(next);
    } else if (inBrackets) {
      if (character === '\\') throw refuse('a backslash in a bracket expression');
      inBrackets = character !== ']';
      regex += character;
    } else if (character === '[') {
      inBrackets = true;
      regex += character;
    } else if (character === '%') regex += '.*';
    else if (character === '_') regex += '.';
    else regex += /[|*+?{}()]/.test(character) ? character : escapeRegex(character);
  }
  return regex;
}

function escapeRegex(character: string): string {
  return /[\\^$.|?*+()[\]{}]/.test(character) ? `\\${character}` : character;
}
