import type { Bound } from '../bound.ts';
import { settle } from '../coerce.ts';
import { orderBySql } from '../order-by.ts';
import type { Scope } from '../scope.ts';
import { refuse, SqlError } from '../sql-error.ts';
import type { Call, Expr, FrameBound, Window } from '../syntax.ts';
import { aggregateFunctions } from './aggregate-functions.ts';
import { choiceFunctions } from './choice-functions.ts';
import type { FunctionRule } from './function-rule.ts';
import { jsonFunctions } from './json-functions.ts';
import { momentFunctions } from './moment-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { regexpFunctions } from './regexp-functions.ts';
import { textFunctions } from './text-functions.ts';
import { windowFunctions } from './window-functions.ts';
import { zoneFunctions } from './zone-functions.ts';

const scalars = new Map<string, FunctionRule>(
  [
    textFunctions,
    regexpFunctions,
    jsonFunctions,
    numberFunctions,
    momentFunctions,
    zoneFunctions,
    choiceFunctions,
  ].flatMap((rules) => Object.entries(rules)),
);
const aggregates = new Map(Object.entries(aggregateFunctions));
const windows = new Map(Object.entries(windowFunctions));

/** Binds a call by the rule of its function; a function without a rule is refused by name. */
export function bindCall(call: Call, scope: Scope, bind: (expr: Expr) => Bound): Bound {
  const context = { call, scope, bind };
  const name = call.name;
  if (call.over !== undefined) scope.hasWindow = true;
  const window = windows.get(name);
  if (window !== undefined) {
    if (call.over === undefined) throw new SqlError(`window function ${name}() requires an OVER clause`);
    requireFrame(call.over, name, window.frame);
    requireOrder(call.over, name, window.order);
    return window.bind(context, overSql(call.over, bind));
  }
  const aggregate = aggregates.get(name);
  if (aggregate !== undefined) {
    if (call.over !== undefined) requireFrame(call.over, name, 'with order');
    return aggregate(context, call.over === undefined ? '' : overSql(call.over, bind));
  }
  const scalar = scalars.get(name);
  if (scalar === undefined) throw refuse(`the function ${name}()`);
  if (call.over !== undefined) throw new SqlError(`${name}() is not a window function`);
  const result = scalar(context);
  return result.name === '?column?' ? { ...result, name } : result;
}

// Redshift has no default frame: an aggregate with ORDER BY needs one written out.
function requireFrame(window: Window, name: string, rule: 'none' | 'with order'): void {
  const hasFrame = window.frame !== undefined;
  if (rule === 'none' && hasFrame) throw new SqlError(`${name}() may not have a frame clause`);
  if (rule === 'with order' && hasFrame !== window.orderBy.length > 0) {
    throw new SqlError(
      hasFrame
        ? `${name}(): a frame clause needs an ORDER BY clause`
        : `Aggregate window functions with an ORDER BY clause require a frame clause: ${name}() needs rows between ...`,
    );
  }
}

function requireOrder(window: Window, name: string, rule: 'optional' | 'required' | 'none'): void {
  const hasOrder = window.orderBy.length > 0;
  if (rule === 'required' && !hasOrder) throw new SqlError(`window function ${name}() requires an ORDER BY clause`);
  if (rule === 'none' && hasOrder) throw new SqlError(`${name}() may not have an ORDER BY clause`);
}

function overSql(window: Window, bind: (expr: Expr) => Bound): string {
  const parts: string[] = [];
  if (window.partitionBy.length > 0) {
    parts.push(`partition by ${window.partitionBy.map((expr) => settle(bind(expr)).sql).join(', ')}`);
  }
  if (window.orderBy.length > 0) parts.push(orderBySql(window.orderBy, bind));
  if (window.frame !== undefined) {
    const { start, end } = window.frame;
    parts.push(`rows between ${boundSql(start)} and ${end === undefined ? 'current row' : boundSql(end)}`);
  }
  return ` over (${parts.join(' ')})`;
}

function boundSql(bound: FrameBound): string {
  return bound.edge === 'current row' ? bound.edge : `${bound.offset ?? 'unbounded'} ${bound.edge}`;
}
