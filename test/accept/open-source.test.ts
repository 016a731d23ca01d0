import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { openSource } from '../../lib/stages/accept/open-source.ts';
import { refuseForeign } from '../../lib/stages/accept/refuse-foreign.ts';
import { cutAt } from './cut-at.ts';

const mebibyte = 1024 ** 2;
async function count(source: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  for await (const piece of openSource(source)) bytes += piece.length;
  return bytes;
}

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const)('%s that unpacks to a hundred times its size and more than 64 MiB is refused', async (name, pack) => {
  const refused = count(cutAt(pack(Buffer.alloc(80 * mebibyte, 'row ')), [1000]));
  await expect(refused).rejects.toThrow(FileRefused);
  await expect(refused).rejects.toMatchObject({
    message: `${name} that unpacks to more than 100 times its size`,
    remedy: 'look at the file',
  });
});

test('what packs as well and is smaller is read, and so is what is larger and packs less', async () => {
  expect(await count(cutAt(gzipSync(Buffer.alloc(60 * mebibyte, 'row ')), [1000]))).toBe(60 * mebibyte);
  const large = Buffer.alloc(70 * mebibyte, 'row ');
  const packed = gzipSync(large, { level: 0 });
  expect(await count(cutAt(packed, [1000]))).toBe(large.length);
});

test.each([
  ['gzip', gzipSync(Buffer.alloc(100_000, 'row '))],
  ['zstd', zstdCompressSync(Buffer.from(Array.from({ length: 50_000 }, (_, at) => at * at)))],
])('a torn %s is refused as such', async (name, packed) => {
  await expect(count(cutAt(packed.subarray(0, packed.length - 20), [40]))).rejects.toMatchObject({
    name: 'FileRefused',
    message: expect.stringMatching(new RegExp(`^torn ${name} \\(.+\\)$`)),
    remedy: 'have the file sent again',
  });
});

test.each(['ECONNRESET', 'XZ_BUF_ERROR', 'X_ZSTD_ERROR', undefined])(
  'a source that breaks off is no fault of the file (%s)',
  async (code) => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield gzipSync(Buffer.alloc(100_000, 'row ')).subarray(0, 40);
      throw Object.assign(new Error('connection reset'), code && { code });
    }
    await expect(count(breaking())).rejects.not.toThrow(FileRefused);
    await expect(count(breaking())).rejects.toThrow('connection reset');
  },
);

test.each([
  ['ORC,amount\n1,2\n', false],
  ['PAR1\t~\r\n', false],
  ['ORC\x08', true],
  ['ORC\x7f', true],
  [`ORC${' '.repeat(508)}\x00`, true],
  [`ORC${' '.repeat(509)}\x00`, false],
])(
  'a header may begin with the letters of a signature; what has other bytes near its start is no text: %j',
  (text, refused) => {
    const look = (): void => refuseForeign(Buffer.from(text, 'latin1'));
    if (refused) expect(look).toThrow('it is an ORC file, not text');
    else expect(look).not.toThrow();
  },
);
