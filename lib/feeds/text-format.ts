/** How a delimited file is written. What is left out is RFC 4180: UTF-8, commas, double quotes that are doubled inside. */
export type TextFormat = {
  /** A label of the WHATWG Encoding Standard: `euc-kr` (also CP949), `shift_jis`, `windows-1252`, `utf-16le`. */
  encoding?: string;
  /** One character. */
  delimiter?: string;
  /** One character, or `none`: quotes are text then. */
  quote?: string;
  /** How a quote inside a quoted field is written: twice, or behind a backslash. */
  escape?: 'doubled' | 'backslash';
  /** Whether blanks may stand between a delimiter and an opening quote. */
  blanksBeforeQuote?: true;
  /** Lines above the header that are no records, such as a title. */
  skipLines?: number;
  /** The file has no header: `header` of the shape names its columns in order. */
  headerless?: true;
  /** The table ends at a record whose cell in this column is, or begins with, one of these texts (any case): it and what follows are no rows. */
  footer?: { column: string; startsWith: readonly string[] };
};
