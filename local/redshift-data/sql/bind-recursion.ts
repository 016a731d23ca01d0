import { bindBody, convertColumn } from './bind-query.ts';
import { createScope, type Scope, type ScopeColumn } from './scope.ts';
import { SqlError } from './sql-error.ts';
import type { Cte } from './syntax.ts';

/** Whether a CTE of WITH RECURSIVE reads itself. */
export function isSelfReading(cte: Cte): boolean {
  return cte.isRecursive && reads(cte.query, cte.name);
}

function reads(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('kind' in node && node.kind === 'table' && 'table' in node) {
    const { schema, name: table } = node.table as { schema?: string; name: string };
    return schema === undefined && table === name;
  }
  return Object.values(node).some((inner) => reads(inner, name));
}

/** A recursive CTE: a seed, UNION ALL, and what reads the rows so far; the seed says the types. */
export function bindRecursion(cte: Cte, outer: Scope): { sql: string; columns: ScopeColumn[] } {
  const { body, ctes, orderBy, limit, offset } = cte.query;
  const where = `recursive WITH query "${cte.name}"`;
  if (body.kind !== 'set' || body.operator !== 'union all' || ctes.length > 0) {
    throw new SqlError(`${where} does not have the form non-recursive-term UNION ALL recursive-term`);
  }
  if (orderBy.length > 0 || limit !== undefined || offset !== undefined) {
    throw new SqlError(`ORDER BY and LIMIT are not supported in the ${where}: put them into the query after it`);
  }
  if (reads(body.left, cte.name)) throw new SqlError(`${where} may read itself in its second part only`);
  if (cte.columns === undefined) throw new SqlError(`${where} must have a column name list`);
  const names = cte.columns;
  const seed = bindBody(body.left, createScope(outer.context, outer.ctes));
  const columns = seed.columns.map((column, i): ScopeColumn => {
    return { name: names[i] ?? column.name, type: column.type, nullable: true };
  });
  const known = new Map(outer.ctes).set(cte.name, columns);
  const step = bindBody(body.right, createScope(outer.context, known));
  if (step.columns.length !== columns.length) {
    throw new SqlError('each UNION query must have the same number of columns');
  }
  const list = columns.map((_, i) => `"c${i}"`).join(', ');
  const items = step.columns.map((column, i) => convertColumn(column, `"c${i}"`, columns[i]?.type ?? column.type));
  return { sql: `(${seed.sql}) union all (select ${items.join(', ')} from (${step.sql}) as "s"(${list}))`, columns };
}
