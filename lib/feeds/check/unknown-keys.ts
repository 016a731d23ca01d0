/** What a declaration says beside what can be said there. */
export function unknownKeys(object: object, known: readonly string[]): string[] {
  return Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => `"${key}" means nothing here: there can be ${known.join(', ')}`);
}
