/** Amounts by currency, as decimal text with two places ("-12.50"). */
export type Money = Record<string, string>;

/** What accepting one ingest date found; stands beside its accepted rows, staged and published. */
export type DateSummary = {
  dataset: string;
  contractVersion: number;
  ingestDate: string;
  /** Hash of everything the accepted rows are a function of. */
  fingerprint: string;
  /** `columns`: what each field was in the first rows that had it; of delimited files all are text. */
  files: { key: string; size: number; rows: number; columns: Record<string, string> }[];
  refused: { key: string; reason: string; remedy: string }[];
  rows: { in: number; accepted: number; quarantined: number; held: number };
  money: { in: Money; quarantined: Money; held: Money };
  unparseableAmounts: number;
  /** Accepted rows by event date. */
  eventDates: Record<string, number>;
  /** Accepted rows by value, of the columns whose shares the gate watches. */
  distribution: Record<string, Record<string, number>>;
  /** Quarantined rows by rule; a row that broke several counts in each. */
  rules: Record<string, number>;
  /** Rows that are not accepted, as an operator looks at them. */
  setAside: { quarantine: SetAsideGroup[]; held: SetAsideGroup[] };
  /** Whether an operator has released the date's late rows: they are accepted then. */
  released: boolean;
  /** What was found though it stops nothing: the first place of each. */
  findings: Finding[];
};

/** `reason` is the rule broken, or of held rows their business date. Examples are cut off after some hundred characters. */
export type SetAsideGroup = {
  reason: string;
  file: string;
  rows: number;
  money: Money;
  examples: { line: number; raw: string }[];
};

export type Finding = {
  kind: 'unknown_column' | 'unmapped_category' | 'unlisted_currency' | 'identical_file';
  value: string;
  count: number;
  file: string;
  line: number;
};
