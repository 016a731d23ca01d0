/**
 * How one sender's files become rows of a dataset: a declaration, not a program.
 * A feed says what its files look like and where each contract column comes from; the contract says what is valid.
 */
export type Feed = {
  name: string;
  dataset: string;
  description: string;
  /** IANA zone of local times without an offset and of the business date. */
  zone: string;
  /** A row arriving more than this many days after its business date is held. */
  lateDays: number | 'unlimited';
  /** Rows of one id whose ingest dates are further apart than this are different transactions. */
  lookbackDays: number | 'unlimited';
  shape: NativeShape | MappedShape;
};

/** JSON (a document a line, or one array) or delimited text whose fields already carry the contract's names. */
export type NativeShape = { form: 'native' };

/** A delimited file with a header, mapped column by column; commas unless said otherwise. */
export type MappedShape = {
  form: 'csv';
  delimiter?: string;
  header: readonly HeaderColumn[];
  columns: Readonly<Record<string, Field>>;
};

/** A column the file may have. Headers are trimmed; of a repeated header the first counts. */
export type HeaderColumn = {
  name: string;
  /** A file without a required column is refused whole. */
  required: boolean;
  /** Other spellings seen in the wild. */
  aliases?: readonly string[];
};

/** Where a contract column comes from. */
export type Field =
  | { from: string; whenEmpty?: string }
  | { constant: string }
  | { dateFrom: string; format: 'dd/mm/yy' }
  | { lastDigitsOf: string; digits: number; prefix: string }
  | { hashOf: string; prefix: string }
  | { contentHashOf: readonly string[]; prefix: string }
  | { lookup: string; table: Readonly<Record<string, string>>; otherwise: string }
  | { amountFrom: readonly AmountSource[]; part: 'amount' | 'currency' | 'isNegative' };

/** The first source whose columns the file has gives amount and currency; "-1,234.50" is a refund of 1234.50. */
export type AmountSource = { amount: string; currency: { from: string } | { constant: string } };
