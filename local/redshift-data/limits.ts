/** Limits of the Data API, from the service model and the Management Guide's considerations, unless said otherwise. */
export const limits = {
  /** Statements of one batch. */
  batchStatements: 40,
  /** Bytes of all SQL of one request; whether AWS counts a batch as a whole is not documented. */
  sqlBytes: 100 * 1024,
  /** Bytes of one result row. */
  rowBytes: 64 * 1024,
  /** Bytes of one result. */
  resultBytes: 500 * 1024 * 1024,
  /** Bytes of all results kept in memory here; the oldest go first. Not a limit of AWS. */
  keptResultBytes: 1024 * 1024 * 1024,
  /** A page of results ends at whichever comes first. */
  pageBytes: 1024 * 1024,
  pageRows: 1000,
  /** Statements that are not finished yet, as of the 2023 guide. */
  activeStatements: 200,
  clientTokenHours: 8,
  resultHours: 24,
  waitSeconds: 30,
  statementNameLength: 2048,
  clientTokenLength: 64,
} as const;

export const hour = 3_600_000;
