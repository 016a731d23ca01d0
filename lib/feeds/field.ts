import type { NumberFormat } from './number-format.ts';
import type { TimeFormat, Zone } from './time-format.ts';

/** Where a contract column comes from. A text that is not of the declared form breaks the contract's rule for the column. */
export type Field<Name extends string = string> =
  | { constant: string }
  | TextField<Name>
  | JoinedField<Name>
  | HashField<Name>
  | ContentHashField<Name>
  | LastDigitsField<Name>
  | TimeField<Name>
  | NumberField<Name>
  | MoneyField;

/** A column's text. */
export type TextField<Name extends string = string> = {
  from: Name;
  /** Taken where the column is empty. */
  whenEmpty?: string;
  /** Stands before the text. */
  prefix?: string;
  /** The contract's word for each of the sender's, whatever their case. */
  values?: Readonly<Record<string, string>>;
  /** For words that are not in `values`, which are reported; without it they are invalid. */
  otherwise?: string;
};

/** Several columns as one id. A row whose part is empty has none; a part that holds the separator would make ids meet: invalid. */
export type JoinedField<Name extends string = string> = { join: readonly Part<Name>[]; by: string; prefix?: string };

/** A part of an id: a column's text, or a time or a number by its value, so that 10.2 is 10.20. */
export type Part<Name extends string = string> = Name | TimeField<Name> | NumberField<Name>;

/** The id of rows whose column is empty. */
export type WhenEmpty = { whenEmpty?: string };

/** An id made of a text in any case, such as a merchant's name: equal texts, equal ids. */
export type HashField<Name extends string = string> = { hashOf: Name; prefix: string } & WhenEmpty;

/**
 * An id for rows that have none: a hash of what tells them apart, and how many equal ones stand before it in the file. A part
 * whose value cannot be read counts as the text it is.
 */
export type ContentHashField<Name extends string = string> = { contentHashOf: readonly Part<Name>[] };

/** The last digits of a card number that may be masked (x X * # and the like) or parted by blanks and dashes. */
export type LastDigitsField<Name extends string = string> = {
  lastDigitsOf: Name;
  digits: number;
  prefix: string;
} & WhenEmpty;

/** A moment; of two columns the texts are joined by a blank: date, then time. */
export type TimeField<Name extends string = string> = {
  timeFrom: Name | readonly [Name, Name];
  /** Several where a sender mixes them: no text may be read by two of them as different moments. */
  format: TimeFormat | readonly TimeFormat[];
  /** Zone of local times, where it is not the feed's. */
  zone?: Zone<Name>;
};

/** An exact number with its sign. */
export type NumberField<Name extends string = string> = { numberFrom: Name } & NumberFormat;

/** A part of the shape's `money`. */
export type MoneyField = { money: 'amount' | 'currency' | 'isNegative' };
