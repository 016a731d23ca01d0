import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { unpackZstd } from '../../lib/stages/accept/unpack-zstd.ts';

async function unpackAll(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const unpacked: Buffer[] = [];
  for await (const bytes of unpackZstd(pieces)) unpacked.push(bytes);
  return Buffer.concat(unpacked);
}

async function* piecesOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('all frames come out in order, however the stream is cut', async () => {
  const frames = fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(frames, fc.integer({ min: 1, max: 4000 }), async (contents, size) => {
      const packed = Buffer.concat(contents.map((content) => zstdCompressSync(content)));
      expect((await unpackAll(piecesOf(packed, size))).equals(Buffer.concat(contents))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('a source that breaks off with an error ends reading with that error', async () => {
  async function* breaking(): AsyncGenerator<Buffer> {
    yield zstdCompressSync(Buffer.alloc(100_000, 'row ')).subarray(0, 20);
    throw new Error('connection reset');
  }
  await expect(unpackAll(breaking())).rejects.toThrow('connection reset');
});

test.each([
  ['torn within a frame', (packed: Buffer) => packed.subarray(0, -3)],
  ['torn within the next frame', (packed: Buffer) => Buffer.concat([packed, packed.subarray(0, 12)])],
  ['no frame at all', () => Buffer.from('no frame')],
  ['something behind the last frame', (packed: Buffer) => Buffer.concat([packed, Buffer.from('rows')])],
])('a file that is damaged is never read as whole: %s', async (_, damage) => {
  const packed = damage(zstdCompressSync(Buffer.alloc(10_000, 'row ')));
  for (const size of [7, 10_000]) await expect(unpackAll(piecesOf(packed, size))).rejects.toThrow();
});

test('a frame of many pieces leaves nothing waiting behind each', async () => {
  const warn = vi.spyOn(process, 'emitWarning');
  onTestFinished(() => warn.mockRestore());
  const content = Buffer.from(Array.from({ length: 5000 }, (_, at) => `${at * at}`).join());
  expect((await unpackAll(piecesOf(zstdCompressSync(content), 100))).equals(content)).toBe(true);
  expect(warn).not.toHaveBeenCalled();
});

test('nothing is nothing', async () => {
  expect(await unpackAll(piecesOf(Buffer.alloc(0), 1))).toHaveLength(0);
});
