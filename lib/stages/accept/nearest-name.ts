/** The name of a list that is most like another, undefined where none is like it: letters and digits count, in any case. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const wanted = toLetters(name);
  const ranked = names
    .map((candidate) => ({ candidate, letters: toLetters(candidate) }))
    .filter(({ letters }) => letters !== '')
    .map(({ candidate, letters }) => ({ candidate, distance: isPart(wanted, letters) ? 0 : distance(wanted, letters) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= wanted.length / 2 ? best.candidate : undefined;
}

function toLetters(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** One is the other but for a word before or behind it. */
function isPart(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.includes(short);
}

/** Edits that make one text of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
