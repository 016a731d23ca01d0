import { maskCardNumbers } from '../contracts/card-number.ts';

/**
 * A row's text as it may be shown: cut off, control characters as escapes, so that it stays on its line and commands no
 * terminal, and without card numbers (law 9), also those that cutting makes.
 */
export function excerpt(raw: string, characters: number): string {
  const cut = raw.length > characters ? `${raw.slice(0, characters)}…` : raw;
  return maskCardNumbers(cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escapeCharacter));
}

function escapeCharacter(character: string): string {
  const known: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return known[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
