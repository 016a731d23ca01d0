import type { Contract } from '../contracts/contract.ts';
import type { Feed } from '../feeds/feed.ts';
import type { Demo } from '../generator/knobs.ts';

/** A dataset as the lake knows it: everything that differs between two of them hangs on this. */
export type Dataset = {
  contract: Contract;
  /** Who delivers it. */
  feeds: readonly Feed[];
  /** Its table in the warehouse, one row per Silver row. */
  fact: string;
  /** What keys of it come to, kept up by every load: tables by `sql/<dataset>/totals/`, in the order they run in. */
  totals: readonly string[];
  /** Views over them and the fact: `sql/<dataset>/dims/<name>.sql` defines `core.<name>`. */
  dims: readonly string[];
  /** What these are, and their columns; absent where there are none of them. */
  described?: readonly Described[];
  marts: readonly Mart[];
  /** When yesterday's files are run every morning, and by which hour that has to be done, Asia/Seoul; absent for none. */
  schedule?: { hour: number; minute: number; doneByHour: number };
  /** What `demo` makes up of it, by its line in generators.ts; absent for a dataset that nobody makes up. */
  demo?: Demo;
  /** What of the marts has to add up after a load: a statement each that fails otherwise. */
  checks: readonly string[];
  /** Questions people ask again and again, by `query --named`. */
  analyses: readonly Analysis[];
};

/** A table or view of the warehouse that is no mart, in words. */
export type Described = {
  /** With its schema. */
  name: string;
  /** One row per ... */
  grain: string;
  /** Every column in the table's order, and what it means. */
  columns: Readonly<Record<string, string>>;
};

/** A named question: `sql/<dataset>/analysis/<name>.sql` is one select with `:parameter` for each of its parameters. */
export type Analysis = {
  /** Unique over all datasets. */
  name: string;
  says: string;
  /** One without an initial value has to be set. */
  parameters: readonly { name: string; initial?: string }[];
};

/** A mart of a dataset: `sql/<dataset>/marts/<name>.sql` builds `mart.<name>`, or defines it where it is a view. */
export type Mart = {
  name: string;
  /** One row per ... */
  grain: string;
  /** Columns that name a row. */
  key: readonly string[];
  /** Every column in the table's order, and what it means: for a person who has never seen the SQL, with its unit and its rounding. */
  columns: Readonly<Record<string, string>>;
  /** What a load changes of it: the rows of the touched dates, those of whoever stands on one, or all of it; of a view nothing. */
  slice: 'touched dates' | 'touched keys' | 'whole' | 'view';
  /** Columns that add up over a date's rows, each with the column that holds its unit: what `ops.restatement` looks at. */
  sums?: Readonly<Record<string, string>>;
  /** Which rows of the fact count in it, by values of columns; all of them where it is absent. */
  counts?: Readonly<Record<string, string>>;
  /** How rows are read and exported: a list of columns. */
  order: readonly string[];
};
