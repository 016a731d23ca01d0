import { createZstdDecompress } from 'node:zlib';

type Unpacker = ReturnType<typeof createZstdDecompress>;

/**
 * The bytes of a Zstandard stream, all its frames one after another: Node's decompressor ends with the first frame and
 * would drop the rest of the file in silence (RFC 8878 section 3 allows any number of them; pzstd writes several).
 */
export async function* unpackZstd(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pieces = packed[Symbol.asyncIterator]();
  const take = async (): Promise<Buffer | undefined> => {
    const next = await pieces.next();
    return next.done ? undefined : next.value;
  };
  for (let piece = await take(); piece; ) {
    const frame = createZstdDecompress();
    // Whatever fails, the file or its source, comes out of the loop that reads the frame.
    const rest = feed(frame, piece, take).catch((error) => {
      frame.destroy(error);
      return undefined;
    });
    for await (const bytes of frame) yield bytes;
    piece = (await rest) ?? (await take());
  }
}

/** Writes pieces until the frame is over; gives what of the last piece belongs to the next frame. */
async function feed(
  frame: Unpacker,
  first: Buffer,
  take: () => Promise<Buffer | undefined>,
): Promise<Buffer | undefined> {
  for (let piece: Buffer | undefined = first; piece; piece = await take()) {
    const before = frame.bytesWritten;
    await write(frame, piece);
    const used = frame.bytesWritten - before;
    if (used < piece.length) return piece.subarray(used);
  }
  frame.end();
  return undefined;
}

function write(frame: Unpacker, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    frame.once('error', reject);
    frame.write(piece, (error) => {
      frame.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}
