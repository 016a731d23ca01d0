import { trimField } from '../contracts/trim.ts';

/** The text as header names and words are compared: trimmed, in lower case, runs of blanks as one. */
export function toKey(text: string): string {
  return trimField(text).toLowerCase().replace(/\s+/g, ' ');
}
