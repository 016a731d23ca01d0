import type { FromItem } from '../../../local/redshift-data/sql/syntax.ts';
import { mergeSources, type Source, type Traced, useAs } from '../source.ts';
import type { Scope } from './scope.ts';
import { traceExpression } from './trace-expression.ts';
import { renameColumns, traceQuery } from './trace-query.ts';

/** Puts a relation of FROM into the scope; gives what decides about its rows. */
export function traceFrom(item: FromItem, scope: Scope): Source[] {
  switch (item.kind) {
    case 'table': {
      const cte = item.table.schema === undefined ? scope.ctes.get(item.table.name) : undefined;
      const alias = item.alias ?? item.table.name;
      const table = item.alias === undefined && !cte ? item.table : undefined;
      return addRelation(scope, { alias, table }, renameColumns(cte ?? scope.find(item.table), item.columns));
    }
    case 'derived':
      return addRelation(scope, { alias: item.alias }, renameColumns(traceQuery(item.query, scope), item.columns));
    case 'join': {
      const rows = [...traceFrom(item.left, scope), ...traceFrom(item.right, scope)];
      const named = scope.relations.flatMap(({ columns }) => columns.filter(({ name }) => item.using?.includes(name)));
      const on = item.on ? traceExpression(item.on, scope) : [];
      return mergeSources(rows, useAs('join', [...named.flatMap(({ sources }) => sources), ...on]));
    }
  }
}

function addRelation(
  scope: Scope,
  name: Pick<Scope['relations'][number], 'alias' | 'table'>,
  traced: Traced,
): Source[] {
  scope.relations.push({ ...name, columns: traced.columns });
  return traced.rows;
}
