/**
 * How well a column's name says one of some words, from 0 to 1: all of it, or a part; the words are in order of likelihood. Written as
 * `TRANS_DATE`, `transDate`, `Trans. date (GMT)` a name is the same.
 */
export function scoreName(name: string, words: readonly string[]): number {
  const plain = simplify(name);
  const close = plain.replaceAll(' ', '');
  let best = 0;
  for (const [at, word] of words.entries()) {
    const rank = 1 - (0.1 * at) / words.length;
    const compact = word.replaceAll(' ', '');
    if (plain === word || close === compact) best = Math.max(best, rank);
    else if (isPart(plain, close, word, compact))
      best = Math.max(best, rank * partOf(plain, word, compact.length / close.length));
  }
  return best;
}

/** A word that something follows, as in "card type", is about that; but a number, or a code such as GBP. */
function partOf(plain: string, word: string, share: number): number {
  const behind = ` ${plain} `.split(` ${word} `)[1]?.trim() ?? '';
  return (
    (0.4 + 0.5 * share) *
    (behind === '' || /^(\d+|[a-z]{3}|in [a-z]{3}|local|cents?|minor( units?)?|pence|gross|total)$/.test(behind)
      ? 1
      : 0.6)
  );
}

/** The name as the words are written: what stands in brackets goes. */
export function simplify(name: string): string {
  return name
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A word of letters stands alone in the name; one of signs (Korean, Japanese) anywhere. */
function isPart(plain: string, close: string, word: string, compact: string): boolean {
  if (/[^\p{Script=Latin}\d ]/u.test(word)) return close.includes(compact);
  return compact.length >= 3 && ` ${plain} `.includes(` ${word} `);
}
