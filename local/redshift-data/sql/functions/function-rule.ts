import type { Bound } from '../bound.ts';
import { bound } from '../bound.ts';
import { quoteText } from '../catalog.ts';
import { coerce } from '../coerce.ts';
import type { Scope } from '../scope.ts';
import { refuse, SqlError } from '../sql-error.ts';
import type { Call, Expr } from '../syntax.ts';
import { formatType, int8, isInteger, type RsType } from '../types.ts';

/** What a rule gets: the call, its bound arguments on demand, and the scope. */
export type CallContext = { call: Call; scope: Scope; bind: (expr: Expr) => Bound };

/** Binds one function's call. */
export type FunctionRule = (context: CallContext) => Bound;

/** A rule for a plain function of these many arguments; NULL in, NULL out. */
export function simple(min: number, max: number, build: (...args: Bound[]) => Bound): FunctionRule {
  return (context) => {
    const args = bindArguments(context, min, max);
    const result = build(...args);
    return { ...result, nullable: args.some((arg) => arg.nullable) || result.nullable };
  };
}

/** The bound arguments of a call that is neither DISTINCT nor a star. */
export function bindArguments(context: CallContext, min: number, max: number): Bound[] {
  const { call } = context;
  if (call.star || call.distinct || call.withinGroup !== undefined || call.ignoreNulls) {
    throw refuse(`${call.name}() with DISTINCT, *, WITHIN GROUP or IGNORE NULLS`);
  }
  requireCount(call, min, max);
  return call.args.map((arg) => context.bind(arg));
}

export function requireCount(call: Call, min: number, max: number): void {
  if (call.args.length >= min && call.args.length <= max) return;
  throw new SqlError(`function ${call.name}() with ${call.args.length} arguments does not exist`);
}

/** SQL of an expression that is NULL only when an argument is. */
export function strict(sql: string, type: RsType, more: Partial<Bound> = {}): Bound {
  return bound(sql, type, { nullable: false, ...more });
}

export function asInteger(value: Bound, where: string): Bound {
  if (isInteger(value.type)) return value;
  if (value.literal === undefined) throw new SqlError(`${where}: an integer is wanted, not ${formatType(value.type)}`);
  return coerce(value, int8, where);
}

/** SQL of who asks or when, for the functions that depend on it. */
export function callerSql({ scope }: CallContext, what: 'user' | 'statementTime' | 'transactionTime'): string {
  const { caller } = scope.context;
  if (what === 'user') return caller === undefined ? 'current_user' : quoteText(caller.identity.user);
  return caller === undefined ? 'now()' : quoteText(caller[what]);
}

/** The value of an argument that must be an integer written out. */
export function literalInteger(expr: Expr | undefined, where: string): number {
  if (expr?.kind === 'number' && /^-?\d{1,6}$/.test(expr.text)) return Number(expr.text);
  throw refuse(`${where} with a count that is not a whole number written out`);
}

/** The value of an argument that must be a string literal. */
export function literalText(expr: Expr | undefined, where: string): string {
  if (expr?.kind === 'string') return expr.value;
  throw refuse(`${where} without a string literal in that place`);
}

/** A date part written as a word or a string. */
export function literalWord(expr: Expr | undefined, where: string): string {
  if (expr?.kind === 'column' && expr.path.length === 1) return expr.path[0] as string;
  return literalText(expr, where);
}
