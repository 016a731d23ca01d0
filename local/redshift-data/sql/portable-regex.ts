import { refuse } from './sql-error.ts';

/** A pattern that POSIX and RE2 read alike: no Perl forms, of the escapes those of characters and of `\d \s \w`. */
export function requirePortable(pattern: string): string {
  const escaped = /\\(.?)/gs;
  for (const [, character = ''] of pattern.matchAll(escaped)) {
    if (/^[dswDSW.^$*+?()[\]{}|\\/-]$/.test(character)) continue;
    throw refuse(`\\${character} in a regular expression`, 'use a bracket expression, as in [.]');
  }
  const bare = pattern.replaceAll(escaped, '');
  if (/\(\?|[*+?}][?+]/.test(bare)) throw refuse('a Perl form in a regular expression');
  return pattern;
}
