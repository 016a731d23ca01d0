import { parseExpression } from './parse-expression.ts';
import { parseOrderBy } from './parse-query.ts';
import { parseType } from './parse-type.ts';
import { parseWindow } from './parse-window.ts';
import { refuse, refuseAsRedshift } from './sql-error.ts';
import type { Call, Expr } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Functions of other engines that people try here; Redshift has none of them. */
const foreign = new Set(['array_agg', 'string_agg', 'generate_series', 'group_concat', 'unnest', 'json_agg']);

/** Reads a function call if one comes next, with the forms that have their own syntax. */
export function parseCall(cursor: TokenCursor): Expr | undefined {
  if (cursor.acceptWords('approximate')) return parseApproximate(cursor);
  if (cursor.peek().kind !== 'word' || !cursor.atOperator('(', 1)) return undefined;
  const name = cursor.next().text;
  if (foreign.has(name)) throw refuseAsRedshift(name.toUpperCase());
  cursor.expectOperator('(');
  const special = parseSpecial(cursor, name);
  if (special !== undefined) return special;
  return parseTail(cursor, parseArguments(cursor, name));
}

/** A call with arguments and nothing else. */
export function plainCall(name: string, args: Expr[]): Call {
  return { kind: 'call', name, args, star: false, distinct: false, ignoreNulls: false };
}

function parseArguments(cursor: TokenCursor, name: string): Call {
  const call = plainCall(name, []);
  if (cursor.acceptOperator(')')) return call;
  if (cursor.acceptOperator('*')) {
    call.star = true;
  } else {
    call.distinct = cursor.acceptWords('distinct');
    if (!call.distinct) cursor.acceptWords('all');
    call.args = cursor.list(() => parseExpression(cursor));
    if (cursor.atWords('order')) throw refuseAsRedshift('ORDER BY inside an aggregate', 'use within group');
    call.ignoreNulls = acceptIgnoreNulls(cursor);
  }
  cursor.expectOperator(')');
  return call;
}

function acceptIgnoreNulls(cursor: TokenCursor): boolean {
  if (cursor.acceptWords('respect', 'nulls')) return false;
  return cursor.acceptWords('ignore', 'nulls');
}

function parseTail(cursor: TokenCursor, call: Call): Call {
  if (cursor.acceptWords('within', 'group')) {
    call.withinGroup = cursor.parenthesised(() => parseOrderBy(cursor));
    if (call.withinGroup.length === 0) throw cursor.fail();
  }
  if (cursor.atWords('filter')) throw refuseAsRedshift('FILTER on an aggregate', 'use case inside the aggregate');
  if (!call.ignoreNulls) call.ignoreNulls = acceptIgnoreNulls(cursor);
  if (cursor.acceptWords('over')) call.over = parseWindow(cursor);
  return call;
}

function parseApproximate(cursor: TokenCursor): Call {
  if (cursor.acceptWords('percentile_disc')) {
    cursor.expectOperator('(');
    return parseTail(cursor, parseArguments(cursor, 'approximate percentile_disc'));
  }
  cursor.expectWords('count');
  cursor.expectOperator('(');
  const call = parseArguments(cursor, 'approximate count');
  if (!call.distinct) throw refuse('approximate count without distinct');
  return parseTail(cursor, call);
}

// The forms with keywords between their arguments. The opening parenthesis has been read.
function parseSpecial(cursor: TokenCursor, name: string): Expr | undefined {
  switch (name) {
    case 'cast': {
      const operand = parseExpression(cursor);
      cursor.expectWords('as');
      const type = parseType(cursor, 'cast');
      cursor.expectOperator(')');
      return { kind: 'cast', operand, type };
    }
    case 'try_cast':
      throw refuse('TRY_CAST');
    case 'extract': {
      const part = cursor.peek().kind === 'string' ? cursor.string() : cursor.label();
      cursor.expectWords('from');
      return finish(cursor, 'extract', [{ kind: 'string', value: part }, parseExpression(cursor)]);
    }
    case 'trim':
      return parseTrim(cursor);
    case 'substring':
      return parseSubstring(cursor);
    case 'position': {
      const needle = parsePositionOperand(cursor);
      cursor.expectWords('in');
      return finish(cursor, 'strpos', [parseExpression(cursor), needle]);
    }
    default:
      return undefined;
  }
}

function finish(cursor: TokenCursor, name: string, args: Expr[]): Call {
  cursor.expectOperator(')');
  return plainCall(name, args);
}

// `in` would be read as a predicate of the needle.
function parsePositionOperand(cursor: TokenCursor): Expr {
  const token = cursor.next();
  if (token.kind === 'string') return { kind: 'string', value: token.text };
  if (token.kind === 'parameter') return { kind: 'parameter', name: token.text };
  throw refuse('position(expression in ...)', 'use strpos(string, substring)');
}

function parseTrim(cursor: TokenCursor): Call {
  const side = cursor.acceptOneOf('both', 'leading', 'trailing');
  const name = side === 'leading' ? 'ltrim' : side === 'trailing' ? 'rtrim' : 'btrim';
  if (side !== undefined && cursor.acceptWords('from')) return finish(cursor, name, [parseExpression(cursor)]);
  const first = parseExpression(cursor);
  if (cursor.acceptWords('from')) return finish(cursor, name, [parseExpression(cursor), first]);
  if (side !== undefined) throw cursor.fail();
  const characters = cursor.acceptOperator(',') ? [parseExpression(cursor)] : [];
  return finish(cursor, name, [first, ...characters]);
}

function parseSubstring(cursor: TokenCursor): Call {
  const operand = parseExpression(cursor);
  if (cursor.acceptWords('from')) {
    const start = parseExpression(cursor);
    const length = cursor.acceptWords('for') ? [parseExpression(cursor)] : [];
    return finish(cursor, 'substring', [operand, start, ...length]);
  }
  cursor.expectOperator(',');
  return finish(cursor, 'substring', [operand, ...cursor.list(() => parseExpression(cursor))]);
}
