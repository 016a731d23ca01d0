import { aggregateFunctions } from '../../../local/redshift-data/sql/functions/aggregate-functions.ts';
import type { Call, Expr, OrderItem, Query } from '../../../local/redshift-data/sql/syntax.ts';
import { mergeSources, type Source, useAs } from '../source.ts';
import { resolveColumn, type Scope } from './scope.ts';
import { splitDatePart } from './split-date-part.ts';
import { traceQuery } from './trace-query.ts';

/** What the value of an expression comes from; a parameter of the load is a column of `run`. */
export function traceExpression(expr: Expr, scope: Scope): Source[] {
  const change = (...exprs: Expr[]): Source[] =>
    useAs(
      'transformation',
      exprs.flatMap((each) => traceExpression(each, scope)),
    );
  switch (expr.kind) {
    case 'null':
    case 'default':
    case 'boolean':
    case 'string':
    case 'number':
    case 'interval':
      return [];
    case 'parameter':
      return [{ table: 'run', column: expr.name, use: 'identity' }];
    case 'column':
      return resolveColumn(scope, expr.path).sources;
    case 'unary':
    case 'cast':
    case 'is':
      return change(expr.operand);
    case 'binary':
      return change(expr.left, expr.right);
    case 'between':
      return change(expr.operand, expr.low, expr.high);
    case 'inList':
      return change(expr.operand, ...expr.items);
    case 'match':
      return change(expr.operand, expr.pattern);
    case 'case':
      return traceCase(expr, scope);
    case 'inQuery':
      return mergeSources(change(expr.operand), decide(expr.query, scope));
    case 'exists':
      return decide(expr.query, scope);
    case 'subquery': {
      const { columns, rows } = traceQuery(expr.query, scope, scope);
      return mergeSources(
        columns.flatMap(({ sources }) => sources),
        useAs('conditional', rows),
      );
    }
    case 'call':
      return traceCall(expr, scope);
  }
}

/** Its results go in; what they hang on decides. */
function traceCase({ operand, whens, otherwise }: Expr & { kind: 'case' }, scope: Scope): Source[] {
  const trace = (exprs: readonly Expr[]): Source[] => exprs.flatMap((each) => traceExpression(each, scope));
  const results = [...whens.map(({ result }) => result), ...(otherwise ? [otherwise] : [])];
  const conditions = [...(operand ? [operand] : []), ...whens.map(({ when }) => when)];
  return mergeSources(useAs('transformation', trace(results)), useAs('conditional', trace(conditions)));
}

function traceCall(call: Call, scope: Scope): Source[] {
  const { name, over, withinGroup = [] } = call;
  const use = Object.hasOwn(aggregateFunctions, name) ? 'aggregation' : 'transformation';
  const { values } = splitDatePart(call);
  const ordered = (items: readonly OrderItem[]): Expr[] => items.map(({ expr }) => expr);
  const trace = (exprs: readonly Expr[]): Source[] => exprs.flatMap((each) => traceExpression(each, scope));
  const used = useAs(use, trace([...values, ...ordered(withinGroup)]));
  return mergeSources(
    // How many there are tells none of them.
    name === 'count' ? used.map((source) => ({ ...source, masked: true })) : used,
    useAs('window', trace(over ? [...over.partitionBy, ...ordered(over.orderBy)] : [])),
  );
}

/** Everything of a query that is asked for a yes or no. */
function decide(query: Query, scope: Scope): Source[] {
  const { columns, rows } = traceQuery(query, scope, scope);
  return useAs('conditional', [...columns.flatMap(({ sources }) => sources), ...rows]);
}
