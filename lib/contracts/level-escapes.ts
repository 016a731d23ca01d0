/** Stands behind a character that took more than one to write; no text has it (a noncharacter of Unicode). */
export const fill = '\uffff';

const escapes = /\\(?:u([0-9a-fA-F]{4})|([^u]))/g;
const control: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * JSON text as its strings read, every character in the place where it is written: an escape becomes the character it means
 * and as many fill characters as it is longer. What is no escape of JSON stands for its last character.
 */
export function levelEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(escapes, (written: string, hex: string | undefined, letter: string) => {
    const character = hex === undefined ? (control[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16));
    return (character === fill ? ' ' : character) + fill.repeat(written.length - 1);
  });
}
