/** What a row says of a contract column, still text; null where it says nothing. */
export type Value = string | null | Unreadable;

/** A text that is not of the declared form: an array, which the contract calls invalid in any column. */
export type Unreadable = readonly [string];

export function unreadable(text: string): Unreadable {
  return [text];
}
