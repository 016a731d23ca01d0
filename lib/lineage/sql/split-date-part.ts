import type { Call, Expr } from '../../../local/redshift-data/sql/syntax.ts';

const withDatePart = ['datediff', 'date_diff', 'dateadd', 'date_add', 'date_part', 'datepart', 'date_trunc'];

/** The arguments of a call without the word (`day`) that some functions begin with, and that reads like a column. */
export function splitDatePart({ name, args }: Call): { part?: string; values: Expr[] } {
  const [first, ...rest] = args;
  if (!withDatePart.includes(name) || first?.kind !== 'column') return { values: args };
  return { part: first.path.join('.'), values: rest };
}
