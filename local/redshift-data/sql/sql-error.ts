/** What a statement fails with; the message is what Redshift's client would see after `ERROR: `. */
export class SqlError extends Error {}

/** A construct this endpoint does not know to be right; names it, so that the caller knows what to change. */
export function refuse(construct: string, instead?: string): SqlError {
  const hint = instead === undefined ? '' : `: ${instead}`;
  return new SqlError(
    `${construct} is not known to the local Redshift endpoint${hint} (known good SQL only; see local/redshift-data)`,
  );
}

/** A construct that Redshift itself does not have, although many engines do. */
export function refuseAsRedshift(construct: string, instead?: string): SqlError {
  const hint = instead === undefined ? '' : `; ${instead}`;
  return new SqlError(`${construct} is not supported by Redshift${hint}`);
}
