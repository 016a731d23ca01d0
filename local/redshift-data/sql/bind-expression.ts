import { type ArithmeticOperator, arithmetic } from './arithmetic.ts';
import { bindMatch } from './bind-match.ts';
import { bindSubquery } from './bind-query.ts';
import { type Bound, bound } from './bound.ts';
import { castTo, textOperand } from './cast.ts';
import { quoteText } from './catalog.ts';
import { asCondition, asText, coerce, unify } from './coerce.ts';
import { bindCall } from './functions/bind-call.ts';
import { literalSql } from './literals.ts';
import { bindInterval } from './moments.ts';
import { resolveColumn, type Scope } from './scope.ts';
import { refuseAsRedshift, SqlError } from './sql-error.ts';
import type { Expr } from './syntax.ts';
import {
  bool,
  duckType,
  float8,
  formatType,
  int4,
  int8,
  isNumber,
  isText,
  maxVarcharBytes,
  numeric,
  type RsType,
  unknown,
} from './types.ts';

/** Turns an expression into DuckDB SQL with its Redshift type; fails on everything it has no rule for. */
export function bindExpression(expr: Expr, scope: Scope): Bound {
  const bind = (inner: Expr) => bindExpression(inner, scope);
  switch (expr.kind) {
    case 'null':
      return bound('null', unknown, { literal: null });
    case 'default':
      throw new SqlError('DEFAULT is not allowed in this context');
    case 'boolean':
      return bound(String(expr.value), bool, { nullable: false, name: 'bool' });
    case 'string':
      return bindText(expr.value);
    case 'parameter':
      return bindText(parameterValue(expr.name, scope));
    case 'number':
      return bindNumber(expr.text);
    case 'interval':
      return bindInterval(expr.text);
    case 'column':
      return resolveColumn(scope, expr.path);
    case 'unary':
      return expr.operator === 'not' ? bindNot(bind(expr.operand)) : bindNegative(bind(expr.operand));
    case 'binary':
      return bindBinary(expr, bind);
    case 'cast':
      return castTo(bind(expr.operand), expr.type);
    case 'case':
      return bindCase(expr, bind);
    case 'between': {
      const values = [expr.operand, expr.low, expr.high].map(bind);
      const [operand, low, high] = unify(values, 'BETWEEN').values.map((value) => value.sql);
      return condition(`(${operand} ${expr.negated ? 'not between' : 'between'} ${low} and ${high})`, values);
    }
    case 'inList': {
      const { values } = unify([expr.operand, ...expr.items].map(bind), 'IN');
      const [operand, ...items] = values.map((value) => value.sql);
      return condition(`(${operand} ${expr.negated ? 'not in' : 'in'} (${items.join(', ')}))`, values);
    }
    case 'inQuery':
      return bindInQuery(expr, scope);
    case 'exists':
      return bound(`exists (${bindSubquery(expr.query, scope).sql})`, bool, { nullable: false });
    case 'subquery':
      return bindScalar(expr, scope);
    case 'match':
      return bindMatch(expr, bind);
    case 'is':
      return bindIs(expr, bind(expr.operand));
    case 'call':
      return bindCall(expr, scope, bind);
  }
}

function bindText(literal: string): Bound {
  return bound(quoteText(literal), unknown, { literal, nullable: false });
}

function parameterValue(name: string, scope: Scope): string {
  const value = scope.context.parameters.get(name);
  if (value === undefined) throw new SqlError(`there is no parameter named :${name}`);
  return value;
}

function bindNumber(text: string): Bound {
  const type = numberType(text);
  const sql = literalSql(text, type);
  return bound(sql, type, { nullable: false, constant: true });
}

function numberType(text: string): RsType {
  if (/e/i.test(text)) return float8;
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const digits = whole.replace(/^0+/, '').length + (fraction ?? '').length;
  if (fraction !== undefined) return numeric(Math.max(digits, fraction.length, 1), fraction.length);
  const value = BigInt(text);
  if (value >= -(2n ** 31n) && value < 2n ** 31n) return int4;
  return value >= -(2n ** 63n) && value < 2n ** 63n ? int8 : numeric(digits, 0);
}

function condition(sql: string, parts: readonly Bound[]): Bound {
  return bound(sql, bool, { nullable: parts.some((part) => part.nullable) });
}

function bindNot(operand: Bound): Bound {
  return condition(`(not ${asCondition(operand, 'NOT').sql})`, [operand]);
}

function bindNegative(operand: Bound): Bound {
  if (!isNumber(operand.type)) throw new SqlError(`operator does not exist: - ${formatType(operand.type)}`);
  return bound(`(- ${operand.sql})`, operand.type, { nullable: operand.nullable, roundedTo: operand.roundedTo });
}

function bindBinary(expr: Expr & { kind: 'binary' }, bind: (expr: Expr) => Bound): Bound {
  const left = bind(expr.left);
  const right = bind(expr.right);
  switch (expr.operator) {
    case 'and':
    case 'or': {
      const word = expr.operator.toUpperCase();
      const sql = `(${asCondition(left, word).sql} ${expr.operator} ${asCondition(right, word).sql})`;
      return condition(sql, [left, right]);
    }
    case '||':
      return concat(left, right);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(expr.operator satisfies ArithmeticOperator, left, right);
    default: {
      const { values } = unify([left, right], expr.operator);
      return condition(`(${values[0]?.sql} ${expr.operator} ${values[1]?.sql})`, values);
    }
  }
}

/** `a || b`: NULL beside anything is NULL, numbers and moments become text. */
export function concat(left: Bound, right: Bound): Bound {
  const sides = [left, right].map((side) => asText(textOperand(side, '||'), '||'));
  const bytes = sides.reduce((sum, side) => sum + (isText(side.type) ? side.type.length : 0), 0);
  const type: RsType = { name: 'varchar', length: Math.min(bytes, maxVarcharBytes) };
  // DuckDB gives a concatenation with a NULL literal another type.
  return bound(`cast(${sides[0]?.sql} || ${sides[1]?.sql} as varchar)`, type, {
    nullable: left.nullable || right.nullable,
  });
}

function bindCase(expr: Expr & { kind: 'case' }, bind: (expr: Expr) => Bound): Bound {
  const operand = expr.operand === undefined ? undefined : bind(expr.operand);
  const whens = expr.whens.map(({ when }) => {
    const value = bind(when);
    if (operand === undefined) return asCondition(value, 'CASE/WHEN').sql;
    const [a, b] = unify([operand, value], 'CASE').values;
    return `${a?.sql} = ${b?.sql}`;
  });
  const results = [...expr.whens.map(({ result }) => bind(result)), ...(expr.otherwise ? [bind(expr.otherwise)] : [])];
  const { values, type } = unify(results, 'CASE');
  const arms = whens.map((when, i) => `when ${when} then ${values[i]?.sql}`);
  const otherwise = expr.otherwise === undefined ? `cast(null as ${duckType(type)})` : values.at(-1)?.sql;
  const nullable = expr.otherwise === undefined || values.some((value) => value.nullable);
  const roundedTo = Math.max(...results.map((result) => result.roundedTo ?? Number.POSITIVE_INFINITY));
  return bound(`case ${arms.join(' ')} else ${otherwise} end`, type, {
    nullable,
    name: 'case',
    roundedTo: Number.isFinite(roundedTo) ? roundedTo : undefined,
  });
}

function bindIs(expr: Expr & { kind: 'is' }, operand: Bound): Bound {
  const not = expr.negated ? 'not ' : '';
  if (expr.what === 'null') {
    const sql = operand.literal === undefined ? operand.sql : coerce(operand, { name: 'varchar', length: 1 }, 'IS').sql;
    return bound(`(${sql} is ${not}null)`, bool, { nullable: false });
  }
  const tested = asCondition(operand, 'IS').sql;
  const test = expr.what === 'unknown' ? `${tested} is null` : `coalesce(${tested} = ${expr.what}, false)`;
  return bound(`(${not}(${test}))`, bool, { nullable: false });
}

function bindInQuery(expr: Expr & { kind: 'inQuery' }, scope: Scope): Bound {
  const operand = bindExpression(expr.operand, scope);
  const query = bindSubquery(expr.query, scope);
  const [column] = query.columns;
  if (query.columns.length !== 1 || column === undefined) throw new SqlError('subquery has too many columns');
  const { body } = expr.query;
  if (query.isCorrelated && body.kind === 'select' && body.groupBy.length > 0) {
    throw refuseAsRedshift('a correlated subquery with GROUP BY in IN', 'use exists');
  }
  const right = bound('', column.type, { nullable: column.nullable });
  const left = operand.literal === undefined ? operand : coerce(operand, column.type, 'IN');
  unify([left, right], 'IN');
  return condition(`(${left.sql} ${expr.negated ? 'not in' : 'in'} (${query.sql}))`, [left, right]);
}

function bindScalar(expr: Expr & { kind: 'subquery' }, scope: Scope): Bound {
  const query = bindSubquery(expr.query, scope);
  const [column] = query.columns;
  if (query.columns.length !== 1 || column === undefined) throw new SqlError('subquery must return only one column');
  return bound(`(${query.sql})`, column.type, { name: column.name, isCorrelated: query.isCorrelated });
}
