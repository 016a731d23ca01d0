import type { RsType } from './types.ts';

/** Where a column of a result comes from, for ColumnMetadata. */
export type ColumnSource = { schema: string; table: string; fallback?: string };

/** An expression in DuckDB's SQL with the type Redshift gives it. */
export type Bound = {
  sql: string;
  type: RsType;
  nullable: boolean;
  /** What Redshift calls the column if nobody names it. */
  name: string;
  /** Text of an untyped literal or parameter, null for NULL; its `type` is `unknown`. */
  literal?: string | null;
  /** A number literal with a type: known at translation. */
  constant?: boolean;
  /** Decimals that a rounding function left; a cast to that scale loses nothing. */
  roundedTo?: number;
  source?: ColumnSource;
  /** The result of a subquery that uses the query around it. */
  isCorrelated?: boolean;
  /** Of an interval literal, which has no SQL of its own. */
  interval?: { amount: number; part: string };
};

/** An expression of a type; named `?column?` and nullable unless said otherwise. */
export function bound(sql: string, type: RsType, more: Partial<Bound> = {}): Bound {
  return { sql, type, nullable: true, name: '?column?', ...more };
}
