import { type Bound, bound } from '../bound.ts';
import { asCondition, settle } from '../coerce.ts';
import { rescale, unscaled } from '../divide-numeric.ts';
import { refuse, SqlError } from '../sql-error.ts';
import {
  asNumeric,
  bool,
  duckType,
  float8,
  formatType,
  int4,
  int8,
  isFloat,
  isInteger,
  isNumber,
  maxPrecision,
  numeric,
  type RsType,
} from '../types.ts';
import { type CallContext, requireCount } from './function-rule.ts';
import { listagg, median, percentileCont, percentileDisc } from './sorted-aggregates.ts';

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

// Of integers the whole part, of DECIMALs as many decimals as they have (AVG); here cut, as a quotient is.
const avg: AggregateRule = (context, over) => {
  const value = argument(context, over);
  const more = { name: 'avg' };
  if (isFloat(value.type)) return bound(`avg(${distinct(context)}${value.sql})${over}`, float8, more);
  if (asNumeric(value.type) === undefined) throw new SqlError(`function avg(${formatType(value.type)}) does not exist`);
  const total = sum(context, over);
  const count = `cast(nullif(count(${distinct(context)}${value.sql})${over}, 0) as hugeint)`;
  if (isInteger(value.type)) return bound(`cast(cast(${total.sql} as hugeint) // ${count} as bigint)`, int8, more);
  const type = total.type as RsType & { name: 'numeric' };
  return bound(rescale(`(${unscaled({ sql: total.sql, ...type })} // ${count})`, type.scale), type, more);
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

const anyValue: AggregateRule = (context, over) => {
  const value = settle(context.bind(context.call.args[0] ?? { kind: 'null' }));
  requireCount(context.call, 1, 1);
  return bound(`any_value(${value.sql})${over}`, value.type, { name: 'any_value' });
};

/** Deviation and variance, which are floating point numbers whatever goes in. */
function spread(name: string, duck: string): AggregateRule {
  return (context, over) => {
    const value = argument(context, over);
    if (!isNumber(value.type)) throw new SqlError(`function ${name}(${formatType(value.type)}) does not exist`);
    return bound(`${duck}(${distinct(context)}cast(${value.sql} as double))${over}`, float8, { name });
  };
}

/** GROUPING and GROUPING_ID: which of these columns a row of a rollup has summed over, as bits. */
const grouping: AggregateRule = (context, over) => {
  const { call } = context;
  if (over !== '' || call.star || call.distinct) throw refuse(`this form of ${call.name}()`);
  if (context.scope.hasGroupingSets !== true) {
    throw new SqlError(`${call.name}() needs GROUP BY ROLLUP, CUBE or GROUPING SETS`);
  }
  const keys = call.args.map((arg) => settle(context.bind(arg)).sql);
  return bound(`cast(grouping(${keys.join(', ')}) as integer)`, int4, { nullable: false, name: 'grouping' });
};

/** Aggregates; most are window functions too. */
export const aggregateFunctions: Record<string, AggregateRule> = {
  count,
  sum,
  avg,
  min: extreme('min'),
  max: extreme('max'),
  bool_and: logical('bool_and'),
  bool_or: logical('bool_or'),
  any_value: anyValue,
  stddev: spread('stddev', 'stddev_samp'),
  stddev_samp: spread('stddev_samp', 'stddev_samp'),
  stddev_pop: spread('stddev_pop', 'stddev_pop'),
  variance: spread('variance', 'var_samp'),
  var_samp: spread('var_samp', 'var_samp'),
  var_pop: spread('var_pop', 'var_pop'),
  grouping,
  grouping_id: grouping,
  'approximate count': approximateCount,
  'approximate percentile_disc': percentileDisc,
  listagg,
  median,
  percentile_cont: percentileCont,
  percentile_disc: percentileDisc,
};
