const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A word as a shell takes it for one: as it is, or in single quotes where blanks, quotes, `$` and the like would be read. */
export function quoteWord(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
