import { quoteWord } from '../lib/run/quote-word.ts';

/*
 * Where a person finds what the local target keeps.
 */

/** Folder of the local target's state, unless `--home` says otherwise. */
export const defaultHome = '.paylake';

/** The file or folder of an `s3://` location. */
export function locateIn(home: string, uri: string): string {
  return uri.replace(/^s3:\//, () => `${home}/s3`);
}

/** What a command needs to be asked again of the same home: "" or " --home DIR", quoted for the shell. */
export function flagsOf(home: string): string {
  return home === defaultHome ? '' : ` --home ${quoteWord(home)}`;
}
