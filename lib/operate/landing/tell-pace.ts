/** A file that is through sooner needs no word. */
const everyMs = 10_000;

/** Passes a file's bytes on and says every few seconds how far that is: "reading a.csv: 40 % of 2,100 MB, 61 MB a second". */
export async function* tellPace(
  source: AsyncIterable<Buffer>,
  { does, size, notice }: { does: string; size: number; notice: (text: string) => void },
  now: () => number = Date.now,
): AsyncGenerator<Buffer> {
  const started = now();
  let last = started;
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (now() - last >= everyMs) {
      last = now();
      const pace = bytes / ((last - started) / 1000);
      const left = Math.ceil(Math.max(0, size - bytes) / pace);
      const percent = Math.floor((100 * bytes) / size);
      notice(
        `${does}: ${percent} % of ${inMegabytes(size)} MB, ${inMegabytes(pace)} MB a second, about ${left} s left`,
      );
    }
    yield piece;
  }
}

function inMegabytes(bytes: number): string {
  return Math.ceil(bytes / 1e6).toLocaleString('en');
}
