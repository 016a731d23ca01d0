import type { ScopeColumn } from '../sql/scope.ts';

/** Rows of a finished query as pages of JSON arrays, ready to be sent. */
export type ResultSet = {
  columns: readonly ScopeColumn[];
  pages: readonly Buffer[];
  rows: number;
  /** Bytes of the values, as ResultSize counts them. */
  bytes: number;
};
