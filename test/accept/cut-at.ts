/** Bytes as a stream in pieces that are cut at the given places. */
export async function* cutAt(bytes: Buffer, places: readonly number[]): AsyncGenerator<Buffer> {
  const sorted = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let start = 0;
  for (const end of sorted) {
    yield bytes.subarray(start, end);
    start = end;
  }
}
