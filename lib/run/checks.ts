/** The blocking checks an operator may pass: those about the data. The others say that the pipeline itself is wrong. */
export const acceptableChecks: readonly string[] = ['file_refused', 'quarantined_share'];

/** An operator's word for a check, with who says so and why. */
export type AcceptedCheck = { check: string; by?: string; reason?: string };
