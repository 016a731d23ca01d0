/** A piece of a row rule: a name of a column, a value, or a word or mark of the language. */
export type RuleToken = { kind: 'name' | 'number' | 'text' | 'word'; text: string };

const words = ['and', 'or', 'not', 'interval', 'minute', 'minutes'];
const pattern =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<number>[0-9]+(?:\.[0-9]+)?)|'(?<text>(?:[^']|'')*)'|(?<mark><=|>=|<>|[=<>()+-]))/y;

/** Cuts a row rule into its pieces. Throws an error that names the place at which it is none. */
export function readTokens(text: string): RuleToken[] {
  const tokens: RuleToken[] = [];
  const source = text.trimEnd();
  for (pattern.lastIndex = 0; pattern.lastIndex < source.length; ) {
    const from = pattern.lastIndex;
    const found = pattern.exec(source)?.groups;
    if (!found) throw new Error(`nobody knows what "${source.slice(from).trim()}" means`);
    const { name, number, text: quoted, mark } = found;
    if (name !== undefined) {
      const word = name.toLowerCase();
      tokens.push(words.includes(word) ? { kind: 'word', text: word } : { kind: 'name', text: name });
    } else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll("''", "'") });
    else tokens.push({ kind: 'word', text: mark ?? '' });
  }
  return tokens;
}
