/**
 * An operator's word that a landed file is out of the account, for good: Bronze keeps it, no row of it counts. It is about a key, and
 * Bronze is write-once, so it is about that content.
 */
export type Withdrawal = {
  dataset: string;
  feed: string;
  ingestDate: string;
  /** The file's Bronze key. */
  file: string;
  withdrawnAt: string;
  withdrawnBy: string;
  reason: string;
  /** Rows of the file that counted until then; null where its date was not published with it. */
  rows: number | null;
};
