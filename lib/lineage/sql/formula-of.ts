import { aggregateFunctions } from '../../../local/redshift-data/sql/functions/aggregate-functions.ts';
import type { Expr } from '../../../local/redshift-data/sql/syntax.ts';
import { resolveColumn, type Scope } from './scope.ts';
import { writeExpression } from './write-expression.ts';

/** Characters of a formula with others in it, and of one that is put into another. */
const longest = 160;
const longestPart = 80;
const gathers = new RegExp(`\\b(${Object.keys(aggregateFunctions).join('|')})\\(| over \\(`);

/**
 * How a column is computed, as SQL: what common table expressions compute row by row is written out where that stays short, what
 * they gather from several rows goes by its name. A copy of a stored column has none.
 */
export function formulaOf(expr: Expr, scope: Scope): string | undefined {
  if (expr.kind === 'column') return resolveColumn(scope, expr.path).formula;
  const inlined = writeExpression(expr, (path) => {
    const { formula } = resolveColumn(scope, path);
    return formula === undefined || formula.length > longestPart || gathers.test(formula) ? path.join('.') : formula;
  });
  return inlined.length <= longest ? inlined : writeExpression(expr);
}
