import type { TellProgress } from '../../run/item-progress.ts';

/** Counts what of an ingest date's files is read. */
export type Reading = {
  /** Counts a file's bytes as they pass by. */
  watch(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer>;
  /** Counts rows that are judged, and tells how far it is. */
  judged(rows: number): Promise<void>;
};

/** How much of an ingest date's time its reading takes; the rest is to write what was read. Measured with 1.5 million rows. */
const readingShare = 0.75;

export function countReading(files: readonly { size: number }[], tell: TellProgress = async () => {}): Reading {
  const all = files.reduce((sum, { size }) => sum + size, 0);
  let bytes = 0;
  let rows = 0;
  return {
    watch: async function* (source) {
      for await (const piece of source) {
        bytes += piece.length;
        yield piece;
      }
    },
    judged: async (more) => {
      rows += more;
      await tell({ share: readingShare * (all === 0 ? 1 : bytes / all), rows });
    },
  };
}
