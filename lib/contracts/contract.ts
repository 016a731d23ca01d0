/**
 * What a dataset is, declared once as plain data. Accept SQL, Parquet columns, the generator's spoilers and the gate are derived
 * from this declaration. The warehouse's SQL is written by hand, so that it reads as what it is; a test holds its columns equal.
 */
export type Contract = {
  name: string;
  /** Raised whenever a rule changes; stands beside every quarantined row. */
  version: number;
  description: string;
  /** One row is ... */
  grain: string;
  /** Business key of the record; later versions of it outrank earlier ones. */
  id: string;
  /** Column that orders the versions of one id. */
  versionOrder: string;
  /** Instant of the event and its date in the feed's zone. */
  eventTime: string;
  eventDate: string;
  /** Unique key of Silver and of the fact table. */
  key: readonly string[];
  /** Hive-style partitions of Silver, in path order. */
  partitionBy: readonly string[];
  money: Money;
  /** In Silver's column order. */
  columns: readonly Column[];
  gate: Gate;
};

/** How money is read off a row: `amount` counts negative where `negativeWhen` is true. Never added across currencies. */
export type Money = { amount: string; currency: string; negativeWhen: string };

export type Column = {
  name: string;
  type: ColumnType;
  /** A required column that is empty breaks the rule `missing:<column>`. */
  required: boolean;
  /** Text taken where the field is empty. */
  whenMissing?: string;
  /** Computed by the pipeline, never read from the file. */
  derived?: true;
  classification: 'business' | 'pseudonym' | 'lineage';
  description: string;
};

/** The kinds of column there are. Each interpreter is an exhaustive switch over `kind`. */
export type ColumnType =
  | { kind: 'text'; maxLength: number; pattern?: string; letterCase?: 'upper' | 'lower'; oneOf?: readonly string[] }
  | { kind: 'integer'; maxDigits: number; min: number }
  | { kind: 'decimal'; precision: number; scale: number }
  | { kind: 'instant' }
  | { kind: 'boolean' }
  | { kind: 'date' };

/** When a run stops before anything visible changes, and when it only says so. Shares are 0..1 of an ingest date's rows. */
export type Gate = {
  quarantinedShareBlocks: number;
  quarantinedShareWarns: number;
  /** Share of an ingest date's net amount, by currency. */
  quarantinedMoneyWarns: number;
  /** A day's rows outside [low, high] times the median of so many days warn, once there are `minDays` of them. */
  volumeWarns: { low: number; high: number; days: number; minDays: number };
  /** An ingest date whose newest row is older than so many days warns. */
  freshDays: number;
  /** A value's share among accepted rows that differs from its recent median by more than `difference` warns. */
  distributionWarns: { columns: readonly string[]; difference: number; days: number; minDays: number };
};

/** The columns that come from the file, in contract order. */
export function fileColumns(contract: Contract): Column[] {
  return contract.columns.filter((column) => !column.derived);
}
