/** The checks a run may report, by what failing them does. */
export const checkNames = {
  block: ['file_refused', 'quarantined_share', 'accounting', 'residual_duplicates', 'staged_totals'],
  warn: [
    'quarantined_rows',
    'held_rows',
    'volume',
    'missing_days',
    'schema_drift',
    'unmapped_categories',
    'unlisted_currencies',
    'restatement',
  ],
} as const satisfies Record<'block' | 'warn', readonly string[]>;

/** The blocking checks an operator may pass: those about the data. The others say that the pipeline itself is wrong. */
export const acceptableChecks: readonly string[] = ['file_refused', 'quarantined_share'];
