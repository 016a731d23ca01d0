import { createHash } from 'node:crypto';

/**
 * What stands for a text that is not kept: equal texts have equal tokens. A hash without a key: who can guess a text can test the
 * guess. Of a card number it is the hash of its masked form, for landing masks it before it is ever stored.
 */
export function toToken(text: string): string {
  return `tok-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
