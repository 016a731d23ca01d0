import { type Contract, indexedColumns } from '../../contracts/contract.ts';
import { unitOf } from '../../contracts/unit-of.ts';
import { negate } from '../../run/money.ts';

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

/**
 * What a row says: the amount is its first measure, with its sign; `tells` are the columns by which rows of one version may contradict
 * each other, beside it.
 */
export type ArrivalValues = {
  version: string;
  txnDate: string;
  amount: string;
  currency: string;
  tells: Record<string, string>;
};

/** A row of accepted Parquet, values as text. */
export type AcceptedRow = Record<string, string | null>;

/** Where an accepted row stands and what it says. */
export function acceptedArrival(
  contract: Contract,
  row: AcceptedRow,
): Pick<Arrival, 'ingestDate' | 'file' | 'line'> & ArrivalValues {
  const { measures, eventDate, versionOrder } = contract;
  const [measure] = measures;
  const amount = measure ? (row[measure.column] ?? '') : '';
  const isNegative = measure?.negativeWhen !== undefined && row[measure.negativeWhen] === 'true';
  return {
    ingestDate: row.ingest_date ?? '',
    file: row.source_file ?? '',
    line: Number(row.source_line),
    version: versionOrder === undefined ? '1' : (row[versionOrder] ?? ''),
    txnDate: row[eventDate] ?? '',
    amount: isNegative ? negate(amount) : amount,
    currency: measure ? unitOf(measure, (column) => row[column] ?? '') : '',
    tells: tellingValues(contract, (name) => row[name] ?? '-'),
  };
}

/** The values of the columns that tell rows of one version apart. */
export function tellingValues(contract: Contract, show: (column: string) => string): Record<string, string> {
  return Object.fromEntries(indexedColumns(contract).map(({ name }) => [name, show(name)]));
}

/** In order of arrival: ingest date, file, line. */
export function byArrival(a: Arrival, b: Arrival): number {
  const key = ({ ingestDate, file, line }: Arrival): string =>
    `${ingestDate} ${file} ${String(line).padStart(18, '0')}`;
  return key(a) < key(b) ? -1 : 1;
}
