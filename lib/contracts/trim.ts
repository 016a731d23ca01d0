/** What is trimmed off both ends of every field: U+0009-000D, blank, no-break and ideographic blank, byte-order mark. */
export const trimmedCharacters = '\t\n\v\f\r \u00a0\u3000\ufeff';

const edges = new RegExp(`^[${trimmedCharacters}]+|[${trimmedCharacters}]+$`, 'g');

/** The text without the trimmed characters at its ends. */
export function trimField(text: string): string {
  return text.replace(edges, '');
}
