/** Amounts by unit, as decimal text with the places of their column ("-12.50"); of money the unit is the currency. */
export type Money = Record<string, string>;

/** Amounts by measure and unit. */
export type Sums = Record<string, Money>;

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
  /** That of the money measure, over rows with a valid amount and currency. */
  money: { in: Money; quarantined: Money; held: Money };
  /** Of every measure, over rows with a valid one; absent in what was written before there were several. */
  measures?: { in: Sums; quarantined: Sums; held: Sums };
  /** Rows without valid money. */
  unparseableAmounts: number;
  /** Accepted rows by event date. */
  eventDates: Record<string, number>;
  /** Accepted rows by value, of the columns whose shares the gate watches. */
  distribution: Record<string, Record<string, number>>;
  /** Quarantined rows by rule; a row that broke several counts in each. */
  rules: Record<string, number>;
  /** Rows that are not accepted, as an operator looks at them. */
  setAside: { quarantine: SetAsideGroup[]; held: SetAsideGroup[] };
  /**
   * By feed. `lines` are those that the rows span: a record with line breaks in a field counts for the gate as its lines. `blank`
   * records of a delimited file and rows a feed leaves out are in no other count.
   */
  feeds: Record<string, FeedSummary>;
  /** Whether an operator has released the date's late rows: they are accepted then. */
  released: boolean;
  /** What was found though it stops nothing: the first place of each. */
  findings: Finding[];
};

export type FeedSummary = {
  rows: number;
  lines: number;
  quarantined: number;
  quarantinedLines: number;
  held: number;
  heldLines: number;
  /** The latest event date of its accepted rows. */
  newest: string | null;
  money: { in: Money; quarantined: Money };
  blank: number;
  /** Rows left out by the declaration, by what it says of them ("type is payout", "footer"). */
  leftOut: Record<string, number>;
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
  kind:
    | 'unknown_column'
    | 'unmapped_category'
    | 'unlisted_currency'
    | 'identical_file'
    /** More decimals than ISO 4217 gives the currency. */
    | 'minor_units'
    /** A value that keeps quotes around it. */
    | 'outer_quotes'
    /** An identifier that is a word for nothing, such as NULL. */
    | 'null_word';
  /** In which column, where the value alone does not say it. */
  column?: string;
  value: string;
  count: number;
  file: string;
  line: number;
};
