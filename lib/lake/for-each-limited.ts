/**
 * Runs `work` over the items, at most `limit` at a time; results stand in the items' order. After the first error nothing
 * new starts; it rejects with it once what had started is over, so that nothing goes on behind a failed stage.
 */
export async function forEachLimited<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const queue = items.entries();
  let failure: { error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (const [at, item] of queue) {
      if (failure) return;
      try {
        results[at] = await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failure) throw failure.error;
  return results;
}
