/** A row of an id that arrived once, and what became of it. Values of a row that is set aside are as it came. */
export type Arrival = {
  ingestDate: string;
  file: string;
  line: number;
  /** `blocked`: sound, in a run that the gate stopped; `withdrawn`: in a file that an operator took out of the account. */
  verdict: 'loaded' | 'superseded' | 'duplicate' | 'quarantined' | 'held' | 'blocked' | 'withdrawn';
  why: string;
  /** The run that found the row, where it was blocked: nothing of it is published. */
  blockedRun?: string;
} & Partial<ArrivalValues>;

export type ArrivalValues = { version: string; txnDate: string; amount: string; currency: string; status: string };

/** A row of accepted Parquet, values as text. */
export type AcceptedRow = Record<string, string | null>;

/** Where an accepted row stands and what it says; the amount negative for a refund. */
export function acceptedArrival(row: AcceptedRow): Pick<Arrival, 'ingestDate' | 'file' | 'line'> & ArrivalValues {
  return {
    ingestDate: row.ingest_date ?? '',
    file: row.source_file ?? '',
    line: Number(row.source_line),
    version: row.version ?? '',
    txnDate: row.txn_date ?? '',
    amount: `${row.is_refund === 'true' ? '-' : ''}${row.amount}`,
    currency: row.currency ?? '',
    status: row.status ?? '',
  };
}

/** In order of arrival: ingest date, file, line. */
export function byArrival(a: Arrival, b: Arrival): number {
  const key = ({ ingestDate, file, line }: Arrival): string =>
    `${ingestDate} ${file} ${String(line).padStart(18, '0')}`;
  return key(a) < key(b) ? -1 : 1;
}
