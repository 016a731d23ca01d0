import { maskCardNumbers } from '../contracts/card-number.ts';

/**
 * A row's text as it may be shown: cut to so many characters, of a JSON row those around `field` if it names one; control
 * characters as escapes, so that it stays on its line and commands no terminal; without card numbers (law 9), also those that
 * cutting makes.
 */
export function excerpt(raw: string, characters: number, field?: string): string {
  const at = field === undefined ? -1 : raw.indexOf(`"${field}"`);
  // A third of what is shown stands behind the field's name.
  const start = at > (characters * 2) / 3 ? Math.min(at - Math.floor(characters / 2), raw.length - characters) : 0;
  const from = Math.max(start, 0);
  const cut = raw.slice(from, from + characters);
  const whole = `${from > 0 ? '…' : ''}${cut}${from + characters < raw.length ? '…' : ''}`;
  return maskCardNumbers(maskCardNumbers(whole).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escapeCharacter));
}

function escapeCharacter(character: string): string {
  const known: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return known[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
