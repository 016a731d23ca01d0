/** A column of a file as the interfaces have it: the value of a valid text or JSON number, undefined if it is invalid. */
export type OracleColumn = {
  required: boolean;
  /** What a missing one counts as. */
  initial?: string;
  readText(text: string, zone: string): string | undefined;
  /** Of a JSON number as spelled; an integer reads like its text where this is absent. */
  readNumber?(literal: string): string | undefined;
};

export type Values = Record<string, string | null>;

/** A dataset's contract as the oracle knows it, written from the interfaces alone. */
export type OracleContract = {
  dataset: string;
  /** The file's columns in order. */
  columns: Record<string, OracleColumn>;
  id: string;
  eventTime: string;
  eventDate: string;
  /** Second partition column, and what stands before its value in a path. */
  second: string;
  prefix: string;
  /** Columns that are computed from others, and the rules that breaks. */
  derive(values: Values): { values: Values; broken: string[] };
  /** The money of a row in its smallest digits; null unless all it needs is valid. */
  measure(values: Values): { unit: string; amount: bigint } | null;
  /** Digits behind the point of that money. */
  decimals: number;
  /** Columns in which rows of one id and version contradict each other, beside money and feed. */
  telling: readonly string[];
};
