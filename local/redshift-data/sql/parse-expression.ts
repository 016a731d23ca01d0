import { parseCall, plainCall } from './parse-call.ts';
import { parseQuery } from './parse-query.ts';
import { parseType } from './parse-type.ts';
import { refuse, refuseAsRedshift, SqlError } from './sql-error.ts';
import type { BinaryOperator, Comparison, Expr, MatchOperator } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

const comparisons: Record<string, Comparison> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** Reads an expression. Where PostgreSQL 8 and today's engines bind differently, it asks for parentheses. */
export function parseExpression(cursor: TokenCursor): Expr {
  return parseLeftAssociative(cursor, ['or'], () => parseLeftAssociative(cursor, ['and'], () => parseNot(cursor)));
}

function parseLeftAssociative(cursor: TokenCursor, words: ('or' | 'and')[], operand: () => Expr): Expr {
  let left = operand();
  for (;;) {
    const operator = words.find((word) => cursor.acceptWords(word));
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: operand() };
  }
}

function parseNot(cursor: TokenCursor): Expr {
  if (cursor.acceptWords('not')) return { kind: 'unary', operator: 'not', operand: parseNot(cursor) };
  return parsePredicate(cursor);
}

// One predicate at a time: chains such as `a = b = c` or `a = b is null` mean different things to different engines.
function parsePredicate(cursor: TokenCursor): Expr {
  const startsInParentheses = cursor.atOperator('(');
  const operand = parseConcat(cursor);
  const predicate = parsePredicateTail(cursor, operand, startsInParentheses);
  if (predicate !== operand && atPredicate(cursor)) {
    throw refuse('a chain of comparisons', 'write parentheses around the inner one');
  }
  return predicate;
}

function atPredicate(cursor: TokenCursor): boolean {
  const token = cursor.peek();
  if (token.kind === 'operator') return token.text in comparisons || token.text === '~' || token.text === '!~';
  return ['is', 'like', 'ilike', 'similar', 'between', 'in'].some((word) => cursor.atWords(word));
}

function parsePredicateTail(cursor: TokenCursor, operand: Expr, startsInParentheses: boolean): Expr {
  const token = cursor.peek();
  const comparison = token.kind === 'operator' ? comparisons[token.text] : undefined;
  if (comparison !== undefined) {
    cursor.next();
    if (cursor.acceptOneOf('any', 'all', 'some')) throw refuse('= ANY, ALL or SOME', 'use in or exists');
    return { kind: 'binary', operator: comparison, left: operand, right: parseConcat(cursor) };
  }
  if (cursor.acceptWords('is')) return parseIs(cursor, operand, startsInParentheses);
  const negated = cursor.acceptWords('not');
  if (cursor.acceptWords('between')) {
    const low = parseConcat(cursor);
    cursor.expectWords('and');
    return { kind: 'between', operand, low, high: parseConcat(cursor), negated };
  }
  if (cursor.acceptWords('in')) return parseIn(cursor, operand, negated);
  const match = acceptMatch(cursor);
  if (match !== undefined) {
    if (negated && match.negated) throw cursor.fail();
    return parseMatch(cursor, match.operator, operand, negated || match.negated);
  }
  if (negated) throw cursor.fail();
  return operand;
}

function parseIs(cursor: TokenCursor, operand: Expr, startsInParentheses: boolean): Expr {
  if (operand.kind === 'binary' && operand.operator === '||' && !startsInParentheses) {
    throw refuse('is after ||', 'write parentheses around the concatenation');
  }
  const negated = cursor.acceptWords('not');
  if (cursor.atWords('distinct')) throw refuseAsRedshift('IS DISTINCT FROM', 'compare and test for null');
  const what = cursor.acceptOneOf('null', 'true', 'false', 'unknown');
  if (what === undefined) throw cursor.fail();
  return { kind: 'is', what: what as 'null' | 'true' | 'false' | 'unknown', operand, negated };
}

function parseIn(cursor: TokenCursor, operand: Expr, negated: boolean): Expr {
  cursor.expectOperator('(');
  const isQuery = cursor.atWords('select') || cursor.atWords('with');
  const found: Expr = isQuery
    ? { kind: 'inQuery', operand, query: parseQuery(cursor), negated }
    : { kind: 'inList', operand, items: cursor.list(() => parseExpression(cursor)), negated };
  cursor.expectOperator(')');
  return found;
}

function acceptMatch(cursor: TokenCursor): { operator: MatchOperator; negated: boolean } | undefined {
  if (cursor.acceptWords('like')) return { operator: 'like', negated: false };
  if (cursor.acceptWords('ilike')) return { operator: 'ilike', negated: false };
  if (cursor.acceptWords('similar', 'to')) return { operator: 'similar to', negated: false };
  if (cursor.acceptOperator('~')) {
    if (cursor.atOperator('*')) throw refuseAsRedshift('~*', 'use lower() and ~');
    return { operator: '~', negated: false };
  }
  if (cursor.acceptOperator('!~')) return { operator: '~', negated: true };
  return undefined;
}

function parseMatch(cursor: TokenCursor, operator: MatchOperator, operand: Expr, negated: boolean): Expr {
  const pattern = operator === '~' ? parsePrimary(cursor) : parseConcat(cursor);
  const escapedBy = cursor.acceptWords('escape') ? cursor.string() : undefined;
  if (escapedBy !== undefined && ([...escapedBy].length !== 1 || operator === '~')) {
    throw new SqlError('invalid escape string: it must be one character');
  }
  return { kind: 'match', operator, operand, pattern, escapedBy, negated };
}

function parseConcat(cursor: TokenCursor): Expr {
  return parseOperators(cursor, ['||'], () => parseSum(cursor));
}

function parseSum(cursor: TokenCursor): Expr {
  return parseOperators(cursor, ['+', '-'], () => parseOperators(cursor, ['*', '/', '%'], () => parseSigned(cursor)));
}

function parseOperators(cursor: TokenCursor, operators: BinaryOperator[], operand: () => Expr): Expr {
  let left = operand();
  for (;;) {
    const operator = operators.find((text) => cursor.acceptOperator(text));
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: operand() };
  }
}

/** Reads a value with its sign and casts, and no operator after it. */
export function parseSigned(cursor: TokenCursor): Expr {
  if (cursor.acceptOperator('+')) return parseSigned(cursor);
  if (!cursor.acceptOperator('-')) return parseCastChain(cursor);
  // A cast binds tighter than a minus, but the sign of a plain literal belongs to the literal: -9223372036854775808.
  if (cursor.peek().kind === 'number' && !cursor.atOperator('::', 1)) {
    return { kind: 'number', text: `-${cursor.next().text}` };
  }
  return { kind: 'unary', operator: '-', operand: parseSigned(cursor) };
}

function parseCastChain(cursor: TokenCursor): Expr {
  let operand = parsePrimary(cursor);
  for (;;) {
    if (cursor.acceptOperator('::')) operand = { kind: 'cast', operand, type: parseType(cursor, 'cast') };
    else if (cursor.acceptWords('at', 'time', 'zone')) {
      const zone: Expr = { kind: 'string', value: cursor.string() };
      operand = plainCall('timezone', [zone, operand]);
    } else return operand;
  }
}

function parsePrimary(cursor: TokenCursor): Expr {
  const token = cursor.peek();
  switch (token.kind) {
    case 'string':
      return { kind: 'string', value: cursor.next().text };
    case 'number':
      return { kind: 'number', text: cursor.next().text };
    case 'parameter':
      return { kind: 'parameter', name: cursor.next().text };
    case 'word':
      return parseWord(cursor);
    case 'quoted':
      return parseColumn(cursor);
    default:
      if (!cursor.atOperator('(')) throw cursor.fail();
      return parseParenthesis(cursor);
  }
}

function parseParenthesis(cursor: TokenCursor): Expr {
  cursor.expectOperator('(');
  const isQuery = cursor.atWords('select') || cursor.atWords('with');
  const inner: Expr = isQuery ? { kind: 'subquery', query: parseQuery(cursor) } : parseExpression(cursor);
  if (cursor.atOperator(',')) throw refuse('a row constructor', 'compare the columns one by one');
  cursor.expectOperator(')');
  return inner;
}

function parseWord(cursor: TokenCursor): Expr {
  if (cursor.acceptWords('null')) return { kind: 'null' };
  if (cursor.acceptWords('true')) return { kind: 'boolean', value: true };
  if (cursor.acceptWords('false')) return { kind: 'boolean', value: false };
  if (cursor.acceptWords('case')) return parseCase(cursor);
  if (cursor.atWords('array')) throw refuse('ARRAY');
  if (cursor.acceptWords('exists')) {
    return { kind: 'exists', query: cursor.parenthesised(() => parseQuery(cursor)) };
  }
  for (const type of ['date', 'timestamp'] as const) {
    if (cursor.atWords(type) && cursor.peek(1).kind === 'string') {
      cursor.next();
      return { kind: 'cast', operand: { kind: 'string', value: cursor.string() }, type: { name: type } };
    }
  }
  if (cursor.acceptWords('interval')) return parseInterval(cursor);
  for (const name of ['sysdate', 'current_date', 'current_timestamp', 'current_user', 'session_user', 'user']) {
    if (!cursor.acceptWords(name)) continue;
    return plainCall(name, []);
  }
  return parseCall(cursor) ?? parseColumn(cursor);
}

// interval '3 day' or interval '3' day.
function parseInterval(cursor: TokenCursor): Expr {
  const amount = cursor.string();
  const isBare = /^\s*-?\d+\s*$/.test(amount);
  return { kind: 'interval', text: isBare ? `${amount} ${cursor.label()}` : amount };
}

function parseCase(cursor: TokenCursor): Expr {
  const operand = cursor.atWords('when') ? undefined : parseExpression(cursor);
  const whens: { when: Expr; result: Expr }[] = [];
  while (cursor.acceptWords('when')) {
    const when = parseExpression(cursor);
    cursor.expectWords('then');
    whens.push({ when, result: parseExpression(cursor) });
  }
  if (whens.length === 0) throw cursor.fail();
  const otherwise = cursor.acceptWords('else') ? parseExpression(cursor) : undefined;
  cursor.expectWords('end');
  return { kind: 'case', operand, whens, otherwise };
}

function parseColumn(cursor: TokenCursor): Expr {
  const path = [cursor.identifier()];
  while (path.length < 4 && cursor.acceptOperator('.')) path.push(cursor.label());
  return { kind: 'column', path };
}
