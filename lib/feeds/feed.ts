import type { Field } from './field.ts';
import type { Money } from './money.ts';
import type { TextFormat } from './text-format.ts';

/**
 * How one sender's files become rows of a dataset: a declaration, not a program.
 * A feed says what its files look like and where each contract column comes from; the contract says what is valid. Written with
 * `defineFeed`, which checks it. `Name` is the union of the header's names.
 */
export type Feed<Name extends string = string> = {
  name: string;
  dataset: string;
  description: string;
  /** IANA zone of local times without an offset and of the business date. */
  zone: string;
  /** A row arriving more than this many days after its business date is held. */
  lateDays: number | 'unlimited';
  /** Rows of one id whose ingest dates are further apart than this are different transactions. */
  lookbackDays: number | 'unlimited';
  /** Stands before every id of the feed, so that two senders' ids never meet. One feed of a dataset may go without. */
  idPrefix?: string;
  shape: NativeShape | DelimitedShape<Name> | JsonShape<Name>;
};

/** JSON (a document a line, or one array) or delimited text whose fields already carry the contract's names. */
export type NativeShape = { form: 'native'; encoding?: string; nullWords?: readonly string[] };

/** A delimited file, mapped column by column. */
export type DelimitedShape<Name extends string = string> = { form: 'csv' } & TextFormat & Mapping<Name>;

/**
 * JSON documents, mapped path by path: the header's names are paths whose dots lead down ("card.last4", "items.0.sku"). Numbers
 * keep their digits.
 */
export type JsonShape<Name extends string = string> = {
  form: 'json';
  /** A label of the WHATWG Encoding Standard; UTF-8 unless said otherwise. */
  encoding?: string;
  /** Path of the array that holds the rows, where a file is one document. */
  rows?: string;
} & Mapping<Name>;

export type MappedShape = DelimitedShape | JsonShape;

/** What delimited and JSON feeds have in common. Texts are compared trimmed, in any case, runs of blanks as one. */
export type Mapping<Name extends string = string> = {
  /** The columns a file may have. Headers are trimmed; of a repeated header the first counts. */
  header: readonly HeaderColumn<Name>[];
  /** Words that say nothing, such as NULL: a cell of one of them is empty. */
  nullWords?: readonly string[];
  /** Rows that are none of the dataset's: in no count, but counted apart. */
  leaveOut?: readonly { column: NoInfer<Name>; is: readonly string[] }[];
  /** Columns that are taken out before anything looks at a row: neither judged nor kept in a row's text. */
  drop?: readonly NoInfer<Name>[];
  /** Columns whose texts are replaced by a hash before anything looks at a row: equal texts stay equal. */
  tokenise?: readonly NoInfer<Name>[];
  /** How a row says an amount of money; of several the first whose columns the file has. */
  money?: Money<NoInfer<Name>> | readonly Money<NoInfer<Name>>[];
  /** By contract column, where it comes from. */
  columns: Readonly<Record<string, Field<NoInfer<Name>>>>;
};

/** A column of the file: a name alone is required, and a file without a required column is refused whole. */
export type HeaderColumn<Name extends string = string> =
  | Name
  | {
      name: Name;
      required: boolean;
      /** Other spellings seen in the wild. */
      aliases?: readonly string[];
    };
