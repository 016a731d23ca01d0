import { type Bound, bound } from '../bound.ts';
import { quoteText } from '../catalog.ts';
import { asCondition, asText, coerce, settle } from '../coerce.ts';
import { orderBySql } from '../order-by.ts';
import { refuse, SqlError } from '../sql-error.ts';
import {
  bool,
  duckType,
  float8,
  formatType,
  int8,
  isFloat,
  isInteger,
  maxPrecision,
  maxVarcharBytes,
  numeric,
  type RsType,
  text,
} from '../types.ts';
import { type CallContext, requireCount } from './function-rule.ts';

/** An aggregate: its SQL with a place for OVER, so that it serves as a window function too. */
export type AggregateRule = (context: CallContext, over: string) => Bound;

function argument(context: CallContext, over: string): Bound {
  const { call } = context;
  if (call.star || call.withinGroup !== undefined || call.ignoreNulls) throw refuse(`this form of ${call.name}()`);
  if (call.distinct && over !== '') throw refuse(`${call.name}(distinct ...) over`);
  requireCount(call, 1, 1);
  return context.bind(call.args[0] ?? { kind: 'null' });
}

function distinct(context: CallContext): string {
  return context.call.distinct ? 'distinct ' : '';
}

const count: AggregateRule = (context, over) => {
  const { call } = context;
  const more = { nullable: false, name: 'count' };
  if (call.star) return bound(`count(*)${over}`, int8, more);
  const value = settle(argument(context, over));
  return bound(`count(${distinct(context)}${value.sql})${over}`, int8, more);
};

/** DuckDB adds DECIMALs without noticing that 38 digits are full; below this precision 10^10 rows cannot fill them. */
const safeSumPrecision = 28;

const sum: AggregateRule = (context, over) => {
  const value = argument(context, over);
  const sql = `sum(${distinct(context)}${value.sql})${over}`;
  const type = sumType(value.type);
  const cast = `cast(${sql} as ${duckType(type)})`;
  if (value.type.name !== 'numeric' || value.type.precision <= safeSumPrecision)
    return bound(cast, type, { name: 'sum' });
  const estimate = `abs(sum(${distinct(context)}cast(${value.sql} as double))${over})`;
  const limit = `1e${maxPrecision - value.type.scale}`;
  const guarded = `case when ${estimate} >= ${limit} then error('Numeric data overflow (addition)') else ${cast} end`;
  return bound(guarded, type, { name: 'sum' });
};

function sumType(type: RsType): RsType {
  if (type.name === 'int2' || type.name === 'int4') return int8;
  if (type.name === 'int8') return numeric(maxPrecision, 0);
  if (type.name === 'numeric') return numeric(maxPrecision, type.scale);
  if (isFloat(type)) return float8;
  throw new SqlError(`function sum(${formatType(type)}) does not exist`);
}

const avg: AggregateRule = (context, over) => {
  const value = argument(context, over);
  if (!isFloat(value.type)) {
    const kind = isInteger(value.type) ? 'integer' : 'decimal';
    throw refuse(
      `AVG of ${kind} values`,
      'Redshift cuts integers and keeps the scale of decimals: cast to float8, or divide sum by count',
    );
  }
  return bound(`avg(${distinct(context)}${value.sql})${over}`, float8, { name: 'avg' });
};

function extreme(name: 'min' | 'max'): AggregateRule {
  return (context, over) => {
    const value = argument(context, over);
    if (value.type.name === 'bool')
      throw new SqlError(`function ${name}(boolean) does not exist; use bool_and or bool_or`);
    if (value.literal !== undefined) throw refuse(`${name}() of a literal`);
    return bound(`${name}(${value.sql})${over}`, value.type, { name });
  };
}

function logical(name: 'bool_and' | 'bool_or'): AggregateRule {
  return (context, over) => {
    const value = asCondition(argument(context, over), name);
    return bound(`${name}(${value.sql})${over}`, bool, { name });
  };
}

const approximateCount: AggregateRule = (context, over) => {
  if (over !== '') throw refuse('approximate count over');
  const value = settle(context.bind(context.call.args[0] ?? { kind: 'null' }));
  return bound(`approx_count_distinct(${value.sql})`, int8, { nullable: false, name: 'count' });
};

// NULLs and empty texts are left out (Developer Guide, LISTAGG).
const listagg: AggregateRule = (context, over) => {
  const { call } = context;
  if (call.star || over !== '') throw refuse('listagg() over a window');
  requireCount(call, 1, 2);
  const value = asText(context.bind(call.args[0] ?? { kind: 'null' }), 'listagg');
  const delimiter = call.args[1];
  if (delimiter !== undefined && delimiter.kind !== 'string')
    throw refuse('listagg() with a delimiter that is no literal');
  const order = call.withinGroup === undefined ? '' : ` ${orderBySql(call.withinGroup, context.bind)}`;
  const separator = quoteText(delimiter?.value ?? '');
  const list = `string_agg(${distinct(context)}nullif(${value.sql}, ''), ${separator}${order})`;
  const tooLong = `error('Result size exceeds LISTAGG limit')`;
  return bound(`case when strlen(${list}) > ${maxVarcharBytes} then ${tooLong} else ${list} end`, text, {
    name: 'listagg',
  });
};

function continuous(value: Bound, fraction: string, over: string): Bound {
  if (over !== '') throw refuse('median or percentile_cont over a window');
  if (!isFloat(value.type)) throw refuse(`median or percentile_cont of ${formatType(value.type)}`, 'cast to float8');
  return bound(`quantile_cont(${coerce(value, float8, 'median').sql}, ${fraction})`, float8);
}

const median: AggregateRule = (context, over) => {
  const value = argument(context, over);
  return { ...continuous(value, '0.5', over), name: 'median' };
};

const percentileCont: AggregateRule = (context, over) => {
  const { call } = context;
  requireCount(call, 1, 1);
  const [fraction] = call.args;
  const [order, more] = call.withinGroup ?? [];
  if (fraction?.kind !== 'number' || order === undefined || more !== undefined) {
    throw refuse('percentile_cont() in any form but percentile_cont(0.5) within group (order by x)');
  }
  if (Number(fraction.text) < 0 || Number(fraction.text) > 1)
    throw new SqlError('percentile value must be between 0 and 1');
  if (order.nulls !== undefined) throw refuse('NULLS FIRST or LAST in percentile_cont()');
  const share = order.descending ? `1 - ${fraction.text}` : fraction.text;
  return { ...continuous(context.bind(order.expr), share, over), name: 'percentile_cont' };
};

/** Aggregates; all but the last five are window functions too. */
export const aggregateFunctions: Record<string, AggregateRule> = {
  count,
  sum,
  avg,
  min: extreme('min'),
  max: extreme('max'),
  bool_and: logical('bool_and'),
  bool_or: logical('bool_or'),
  'approximate count': approximateCount,
  listagg,
  median,
  percentile_cont: percentileCont,
};
