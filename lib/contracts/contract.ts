/**
 * What a dataset is, declared once as plain data. Accept SQL, Parquet columns, the generator's spoilers and the gate are derived
 * from this declaration. What loads it is emitted from it too.
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
  /** Columns that name another record by its id. */
  idReferences?: readonly string[];
  /** Column that orders the versions of one id; of a dataset without one every row is version 1. */
  versionOrder?: string;
  /** Instant of the event and its date in the feed's zone. */
  eventTime: string;
  eventDate: string;
  /** Unique key of Silver and of the fact table. */
  key: readonly string[];
  /** Silver's path keys: the event date, then the column that most filters name. */
  partitionBy: readonly [eventDate: string, second: string];
  /** Stands before a value of the second column in a path, so that no reader takes it for a number (`p_mcc=m0780`). */
  partitionPrefix?: string;
  /** What adds up, and is accounted for to the last digit; none of a dataset of which only rows are counted. */
  measures: readonly Measure[];
  /** What only some kinds of row require. */
  variants?: Variants;
  /** What has to hold between the columns of a row. */
  rules?: readonly RowRule[];
  /** In Silver's column order. */
  columns: readonly Column[];
  gate: Gate;
};

/** How a quantity is read off a row: `column`, a decimal, counts negative where `negativeWhen` is true. Never added across units. */
export type Measure = {
  name: string;
  column: string;
  isMoney: boolean;
  /** A currency for money, what is traded for a quantity: by a column of the row, or the same for all. */
  unit: { column: string } | { constant: string };
  negativeWhen?: string;
};

/**
 * By each value of the column `by`, a closed set of words: the fields (see `judgedFields`) that a row of that kind requires beside
 * those that all rows do. A row whose kind is none of them requires no more.
 */
export type Variants = { by: string; required: Readonly<Record<string, readonly string[]>> };

/**
 * What a row has to keep, as an expression over its typed columns: `fee <= amount`, `seen_at <= sent_at + interval 5 minutes` (see
 * `parseRule`). A row that breaks it is quarantined under its name; one in which a column of it is empty or invalid keeps it.
 */
export type RowRule = { name: string; holds: string; description: string };

export type Column = {
  name: string;
  type: ColumnType;
  /** A required column that is empty breaks the rule `missing:<column>`. */
  required: boolean;
  /** Text taken where the field is empty. */
  whenMissing?: string;
  /** Computed by the pipeline, never read from the file. */
  derived?: true;
  /** Where it stands in a JSON column: that column's name, and a key of its object. Rules name it so: `invalid:properties.amount`. */
  path?: Path;
  /** The field (see `judgedFields`) that fills it where it is empty, and has to say the same where it is not. */
  filledFrom?: string;
  /** Derived as the product of two decimal columns, exactly, rounded once at its last decimal; too large a one is invalid. */
  product?: readonly [string, string];
  /**
   * Version of the contract that added it, where that is not the first: rows that an earlier version accepted have none of it. It is
   * optional, and nothing that a row is found, counted or added up by.
   */
  since?: number;
  classification: 'business' | 'pseudonym' | 'lineage';
  description: string;
};

export type Path = readonly [column: string, key: string];

/**
 * A decimal that is not negative, and not nought where it is `positive`. A JSON number counts by its value: of so many significant
 * digits at most, or where that is absent with as many whole digits as leave a double its decimals (13 of an amount in cents).
 */
export type DecimalType = {
  kind: 'decimal';
  precision: number;
  scale: number;
  positive?: true;
  significantDigits?: number;
};

/** The kinds of column there are. Each interpreter is an exhaustive switch over `kind`. */
export type ColumnType =
  | { kind: 'text'; maxLength: number; pattern?: string; letterCase?: 'upper' | 'lower'; oneOf?: readonly string[] }
  | { kind: 'integer'; maxDigits: number; min: number }
  | DecimalType
  | { kind: 'instant' }
  | { kind: 'boolean' }
  | { kind: 'date' }
  | JsonType;

/**
 * A JSON object, kept in Silver as its text without blanks and never loaded. Whatever it holds stays in it; `properties` are judged
 * wherever they occur, as are the columns with a path into it.
 */
export type JsonType = {
  kind: 'json';
  /** Of its text in UTF-8. */
  maxBytes: number;
  properties?: Readonly<Record<string, PropertyType>>;
};

/** What a value within an object may be; a list is one of texts, none of them empty, of so many characters each at most. */
export type PropertyType = Exclude<ColumnType, JsonType | { kind: 'date' }> | { kind: 'list'; maxLength: number };

/** What a check that is not met does: `block` stops the run before anything visible changes, `warn` only says so. */
export type Severity = 'block' | 'warn';

/**
 * Every check about the data, by name: how severe it is and where its limits are. An operator may accept what blocks. Checks
 * about the pipeline itself are not declared: they always block. Shares are 0..1, of each feed's rows and of all of an ingest
 * date's; of fewer than five bad rows a share only warns, whatever its severity.
 */
export type Gate = {
  /** A file of the ingest date cannot be read in its form. Landing refuses such a file whatever stands here. */
  file_refused: { severity: Severity };
  /** More than this share of an ingest date's rows is in quarantine. */
  quarantined_share: { severity: Severity; above: number };
  /** The same, so that there can be a limit that warns below the one that blocks. */
  quarantined_rows: { severity: Severity; above: number };
  /** More than this share of an ingest date's net amount is in quarantine, by currency. */
  quarantined_money: { severity: Severity; above: number };
  /** More than this share of an ingest date's rows came too late. */
  held_rows: { severity: Severity; above: number };
  /** Rows outside [low, high] times the median of so many days, once there are `minDays` of them. */
  volume: { severity: Severity; low: number; high: number; days: number; minDays: number };
  /** An ingest date of the range has no file. */
  missing_days: { severity: Severity };
  /** The newest row of an ingest date is more than so many days older than it. */
  freshness: { severity: Severity; days: number };
  /** A value's share among accepted rows differs by more than `difference` from its median of so many days. */
  distribution: { severity: Severity; columns: readonly string[]; difference: number; days: number; minDays: number };
  /** A file has a column more, fewer, renamed or retyped. */
  schema_drift: { severity: Severity };
  /** Categories without a code. */
  unmapped_categories: { severity: Severity };
  /** Currencies ISO 4217 does not list; absent where money is in others, such as coins. */
  unlisted_currencies?: { severity: Severity };
  /** Amounts with more decimals than ISO 4217 gives their currency; absent where that is usual. */
  minor_units?: { severity: Severity };
  /** Values that keep quotes around them: the file is quoted otherwise than it is read. */
  outer_quotes: { severity: Severity };
  /** Identifiers that are a word for nothing, such as NULL. */
  null_words: { severity: Severity };
  /** A file came twice under two names. */
  identical_files: { severity: Severity };
  /**
   * Rows of one id and version that differ in one of these columns, the amount with its sign, or in their feed: one replaces
   * the other though nothing says which is right. Up to this share it only warns.
   */
  conflicting_duplicates: { severity: Severity; above: number; columns: readonly string[] };
  /** A closed date changes. */
  restatement: { severity: Severity };
};

export type DataCheckName = keyof Gate;

/** The columns that a file has under their names, in contract order. */
export function fileColumns(contract: Contract): Column[] {
  return contract.columns.filter(({ derived, path }) => !derived && !path);
}

/** The columns that the warehouse has: a document stays in Silver, and out of a database that would have to read JSON. */
export function warehouseColumns(contract: Contract): Column[] {
  return contract.columns.filter(({ type }) => type.kind !== 'json');
}

/** The columns that judging a row gives: those of the file, and those that are computed from them. */
export function judgedColumns(contract: Contract): Column[] {
  return contract.columns.filter(({ derived, product }) => !derived || product !== undefined);
}

/** The columns that tell rows of one version apart, beside measures and their units. */
export function indexedColumns({ measures, columns, gate }: Contract): Column[] {
  const measured = measures.flatMap(({ column, unit }) => ('column' in unit ? [column, unit.column] : [column]));
  const told = gate.conflicting_duplicates.columns.filter((name) => !measured.includes(name));
  return columns.filter(({ name }) => told.includes(name));
}
