import { guardZero } from '../arithmetic.ts';
import { type Bound, bound } from '../bound.ts';
import { coerce, settle } from '../coerce.ts';
import { refuse, refuseAsRedshift, SqlError } from '../sql-error.ts';
import type { Call } from '../syntax.ts';
import { float8, int8, isNumber } from '../types.ts';
import { asInteger, bindArguments, type CallContext, literalInteger, requireCount } from './function-rule.ts';

/** A function that exists only with OVER. `frame` says whether Redshift wants, allows or refuses a frame clause. */
export type WindowRule = {
  frame: 'none' | 'with order';
  order: 'optional' | 'required' | 'none';
  bind: (context: CallContext, over: string) => Bound;
};

function ranking(name: string, type = int8): WindowRule['bind'] {
  return (context, over) => {
    bindArguments(context, 0, 0);
    const sql = type === int8 ? `cast(${name}()${over} as bigint)` : `${name}()${over}`;
    return bound(sql, type, { nullable: false, name });
  };
}

function offset(name: 'lag' | 'lead'): WindowRule['bind'] {
  return (context, over) => {
    const { call } = context;
    plainOnly(call);
    if (call.args.length === 3) {
      throw refuseAsRedshift(`${name.toUpperCase()} with a default`, 'use coalesce, where no value is null');
    }
    requireCount(call, 1, 2);
    const value = settle(context.bind(call.args[0] ?? { kind: 'null' }));
    const distance = call.args.length === 2 ? literalInteger(call.args[1], `${name}()`) : 1;
    const nulls = call.ignoreNulls ? ' ignore nulls' : '';
    return bound(`${name}(${value.sql}, ${distance}${nulls})${over}`, value.type, { name });
  };
}

function edge(name: 'first_value' | 'last_value'): WindowRule['bind'] {
  return (context, over) => {
    plainOnly(context.call);
    requireCount(context.call, 1, 1);
    const value = settle(context.bind(context.call.args[0] ?? { kind: 'null' }));
    const nulls = context.call.ignoreNulls ? ' ignore nulls' : '';
    return bound(`${name}(${value.sql}${nulls})${over}`, value.type, { name });
  };
}

const nthValue: WindowRule['bind'] = (context, over) => {
  const { call } = context;
  plainOnly(call);
  requireCount(call, 2, 2);
  const value = settle(context.bind(call.args[0] ?? { kind: 'null' }));
  const place = literalInteger(call.args[1], 'nth_value()');
  if (place < 1) throw new SqlError('argument of nth_value must be greater than zero');
  const nulls = call.ignoreNulls ? ' ignore nulls' : '';
  return bound(`nth_value(${value.sql}, ${place}${nulls})${over}`, value.type, { name: 'nth_value' });
};

function plainOnly(call: Call): void {
  if (call.star || call.distinct || call.withinGroup !== undefined) throw refuse(`this form of ${call.name}()`);
}

const ntile: WindowRule['bind'] = (context, over) => {
  const [buckets] = bindArguments(context, 1, 1);
  const count = asInteger(buckets as Bound, 'ntile').sql;
  return bound(`ntile(${count})${over}`, int8, { nullable: false, name: 'ntile' });
};

const ratioToReport: WindowRule['bind'] = (context, over) => {
  const [value] = bindArguments(context, 1, 1);
  if (value === undefined || !isNumber(value.type)) throw new SqlError('ratio_to_report() takes a number');
  const amount = coerce(value, float8, 'ratio_to_report').sql;
  const total = `sum(${amount})${over}`;
  return bound(guardZero(total, `${amount} / ${total}`), float8, { name: 'ratio_to_report' });
};

/** Functions that need OVER. */
export const windowFunctions: Record<string, WindowRule> = {
  row_number: { frame: 'none', order: 'optional', bind: ranking('row_number') },
  rank: { frame: 'none', order: 'optional', bind: ranking('rank') },
  dense_rank: { frame: 'none', order: 'optional', bind: ranking('dense_rank') },
  percent_rank: { frame: 'none', order: 'optional', bind: ranking('percent_rank', float8) },
  cume_dist: { frame: 'none', order: 'optional', bind: ranking('cume_dist', float8) },
  ntile: { frame: 'none', order: 'optional', bind: ntile },
  lag: { frame: 'none', order: 'required', bind: offset('lag') },
  lead: { frame: 'none', order: 'required', bind: offset('lead') },
  first_value: { frame: 'with order', order: 'optional', bind: edge('first_value') },
  last_value: { frame: 'with order', order: 'optional', bind: edge('last_value') },
  nth_value: { frame: 'with order', order: 'optional', bind: nthValue },
  ratio_to_report: { frame: 'none', order: 'none', bind: ratioToReport },
};
