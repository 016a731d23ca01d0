/** The value that occurs most often, of equals the first, and how often; undefined of nothing. */
export function mostCommon<Value>(values: Iterable<Value>): { value: Value; count: number } | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: { value: Value; count: number } | undefined;
  for (const [value, count] of counts) if (!best || count > best.count) best = { value, count };
  return best;
}
