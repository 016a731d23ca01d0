import { type Bound, bound } from '../bound.ts';
import { textOperand } from '../cast.ts';
import { quoteText } from '../catalog.ts';
import { asText, settle } from '../coerce.ts';
import { power, rescale, unscaled } from '../divide-numeric.ts';
import { orderBySql } from '../order-by.ts';
import { refuse, refuseAsRedshift, SqlError } from '../sql-error.ts';
import type { Expr, OrderItem } from '../syntax.ts';
import {
  asNumeric,
  duckType,
  float8,
  formatType,
  isFloat,
  maxPrecision,
  maxVarcharBytes,
  numeric,
  text,
} from '../types.ts';
import type { AggregateRule } from './aggregate-functions.ts';
import { type CallContext, requireCount } from './function-rule.ts';

// LISTAGG, MEDIAN and PERCENTILE_CONT are "compute-node only", and of one query they sort alike (Developer Guide, MEDIAN).
function requireSorting(context: CallContext, over: string, order: string): void {
  const { scope, call } = context;
  if (scope.relations.length === 0) {
    throw new SqlError(
      `One or more of the used functions must be applied on at least one user created tables: ${call.name}()`,
    );
  }
  if (over !== '' || order === '') return;
  if (scope.sorting !== undefined && scope.sorting !== order) {
    throw new SqlError('within group ORDER BY clauses for aggregate functions must be the same');
  }
  scope.sorting = order;
}

/** LISTAGG: NULLs and empty texts are left out. */
export const listagg: AggregateRule = (context, over) => {
  const { call } = context;
  if (call.star || call.ignoreNulls) throw refuse('this form of listagg()');
  requireCount(call, 1, 2);
  const value = context.bind(call.args[0] ?? { kind: 'null' });
  const shown = asText(textOperand(value, 'listagg'), 'listagg').sql;
  const delimiter = call.args[1];
  if (delimiter !== undefined && delimiter.kind !== 'string') {
    throw refuse('listagg() with a delimiter that is no literal');
  }
  const separator = quoteText(delimiter?.value ?? '');
  const order = call.withinGroup === undefined ? '' : orderBySql(call.withinGroup, context.bind);
  requireSorting(context, over, order);
  const list = call.distinct
    ? distinctList(context, settle(value).sql, shown, separator, over)
    : `string_agg(nullif(${shown}, ''), ${separator} ${order})${over}`;
  const tooLong = `error('Result size exceeds LISTAGG limit')`;
  return bound(`case when strlen(${list}) > ${maxVarcharBytes} then ${tooLong} else ${list} end`, text, {
    name: 'listagg',
  });
};

function distinctList(context: CallContext, sql: string, shown: string, separator: string, over: string): string {
  const [order, more] = context.call.withinGroup ?? [];
  if (over !== '') throw refuse('listagg(distinct ...) over');
  if (order !== undefined && (more !== undefined || settle(context.bind(order.expr)).sql !== sql)) {
    throw refuse('listagg(distinct x) within group that is not ordered by x', 'make the values distinct in a subquery');
  }
  const list = `list(distinct ${sql}) filter (where ${shown} <> '')`;
  const sorted = order === undefined ? list : `list_sort(${list}, '${order.descending ? 'desc' : 'asc'}')`;
  return `array_to_string(list_transform(${sorted}, lambda item: cast(item as varchar)), ${separator})`;
}

export const median: AggregateRule = (context, over) => {
  const { call } = context;
  if (call.star || call.distinct || call.withinGroup !== undefined) throw refuse('this form of median()');
  requireCount(call, 1, 1);
  const item: OrderItem = { expr: call.args[0] ?? { kind: 'null' }, descending: false };
  return { ...interpolate(context, over, '0.5', item), name: 'median' };
};

export const percentileCont: AggregateRule = (context, over) => {
  const { share, order } = readPercentile(context);
  return { ...interpolate(context, over, share, order), name: 'percentile_cont' };
};

/** PERCENTILE_DISC: the first value whose cumulative distribution reaches the share. */
export const percentileDisc: AggregateRule = (context, over) => {
  const isApproximate = context.call.name.startsWith('approximate');
  if (over === '' && !isApproximate) {
    throw refuseAsRedshift('PERCENTILE_DISC without OVER', 'write over (), or approximate percentile_disc');
  }
  const { share, order } = readPercentile(context);
  const value = settle(context.bind(order.expr));
  const list = sortedList(value.sql, order, over);
  const { digits, unit } = fractionOf(share);
  const index = `greatest((len(${list}) * ${digits} + ${unit} - 1) // ${unit}, 1)`;
  return bound(`${list}[${index}]`, value.type, { name: 'percentile_disc' });
};

function readPercentile({ call }: CallContext): { share: string; order: OrderItem } {
  requireCount(call, 1, 1);
  const [fraction] = call.args;
  const [order, more] = call.withinGroup ?? [];
  if (fraction?.kind !== 'number' || order === undefined || more !== undefined || /e/i.test(fraction.text)) {
    throw refuse(`${call.name}() in any form but ${call.name}(0.5) within group (order by x)`);
  }
  if (Number(fraction.text) < 0 || Number(fraction.text) > 1) {
    throw new SqlError('percentile value must be between 0 and 1');
  }
  if (order.nulls !== undefined) throw refuse(`NULLS FIRST or LAST in ${call.name}()`);
  return { share: fraction.text, order };
}

/** A share as a whole number of units: 0.25 is 25 of 100. */
function fractionOf(share: string): { digits: string; unit: string; places: number } {
  const [whole = '', decimals = ''] = share.split('.');
  const digits = BigInt(`${whole}${decimals}` || '0').toString();
  return { digits, unit: `1${'0'.repeat(decimals.length)}`, places: decimals.length };
}

function sortedList(sql: string, order: OrderItem, over: string): string {
  const list = `list(${sql}) filter (where ${sql} is not null)${over}`;
  return `list_sort(${list}, '${order.descending ? 'desc' : 'asc'}')`;
}

/**
 * Linear interpolation. Exact numbers stay exact: the result has the digits of the share more than its argument, as far as 38
 * digits go, and is cut there (the guide's examples have them; whether Redshift rounds is an assumption).
 */
function interpolate(context: CallContext, over: string, share: string, order: OrderItem): Bound {
  const value = context.bind(order.expr satisfies Expr);
  requireSorting(context, over, `order by ${value.sql}${order.descending ? ' desc' : ''}`);
  if (isFloat(value.type)) {
    const part = order.descending ? `1 - ${share}` : share;
    return bound(`quantile_cont(cast(${value.sql} as double), ${part})${over}`, float8);
  }
  const exact = asNumeric(value.type);
  if (exact === undefined) {
    throw refuse(`${context.call.name}() of ${formatType(value.type)}`, 'percentile_disc takes any type');
  }
  const { digits, unit, places } = fractionOf(share);
  const list = sortedList(value.sql, order, over);
  const at = `((len(${list}) - 1) * ${digits})`;
  const operand = (index: string) =>
    unscaled({ sql: `cast(${list}[${index}] as ${duckType(numeric(exact.precision, exact.scale))})`, ...exact });
  const [low, high] = [`${at} // ${unit} + 1`, `least(${at} // ${unit} + 2, len(${list}))`].map(operand);
  const rest = `cast(${at} % ${unit} as hugeint)`;
  const sum = `(${low} * (${power(places)} - ${rest}) + ${high} * ${rest})`;
  const precision = Math.min(exact.precision + places, maxPrecision);
  const scale = exact.scale + places - (exact.precision + places - precision);
  const type = numeric(precision, scale);
  const kept = exact.scale + places - scale;
  const cut = kept === 0 ? sum : `(${sum} // ${power(kept)})`;
  return bound(`cast(${rescale(cut, scale)} as ${duckType(type)})`, type);
}
