import { createHash } from 'node:crypto';
import { maskCardNumbers, maskCharacters } from '../../contracts/card-number.ts';

/**
 * What stands for a text that is not kept: equal texts have equal tokens. A hash without a key: who can guess a text can test the
 * guess. Of a card number it is the hash of its masked form, the same before landing has masked it and after.
 */
export function toToken(text: string): string {
  const masked = maskCardNumbers(text).replaceAll(maskCharacters[1], maskCharacters[0]);
  return `tok-${createHash('sha256').update(masked).digest('hex').slice(0, 32)}`;
}
