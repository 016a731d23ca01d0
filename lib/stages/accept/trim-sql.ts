import { trimmedCharacters } from '../../contracts/trim.ts';

/** Trims a field; empty is null. */
export function trimSql(field: string): string {
  const characters = [...trimmedCharacters].map((character) => `chr(${character.codePointAt(0)})`).join(' || ');
  return `nullif(trim(${field}, ${characters}), '')`;
}
