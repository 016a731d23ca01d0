import { expect, test } from 'vitest';
import { decodeText } from '../../lib/stages/accept/decode-text.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { cutAt } from './cut-at.ts';

async function decode(bytes: Buffer, encoding?: string, places: readonly number[] = []): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of decodeText(cutAt(bytes, places), encoding)) pieces.push(piece.toString());
  return pieces;
}
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

test('UTF-8 passes as it is, in its pieces, whatever it holds', async () => {
  const bytes = Buffer.from('a\xff\nb');
  for (const label of [undefined, 'utf-8', 'UTF8'])
    expect(await decode(bytes, label, [1])).toEqual(['a', bytes.subarray(1).toString()]);
});

test('another encoding comes out line by line as far as lines are whole', async () => {
  expect(await decode(Buffer.from('a\nb\xe9\nc', 'latin1'), 'windows-1252', [1, 3, 5])).toEqual(['a\n', 'bé\n', 'c']);
  expect(await decode(wide('a\nb\n'), 'utf-16le', [1, 5])).toEqual(['a\n', 'b\n', '']);
});

test('half a line break of UTF-16 is none', async () => {
  // U+0A41 and U+000A differ by where they begin.
  for (const [bytes, encoding] of [
    [wide('\u0100\u0a41\u0a00\u000ax'), 'utf-16le'],
    [wide('\u0100\u0a41\u0a00\u000ax').swap16(), 'utf-16be'],
  ] as const)
    expect(await decode(bytes, encoding)).toEqual(['\u0100\u0a41\u0a00\n', 'x']);
  expect(await decode(wide('\u410a\u0041'), 'utf-16le')).toEqual(['\u410aA']);
  expect(await decode(wide('\u0a00\u0100').swap16(), 'utf-16be')).toEqual(['\u0a00\u0100']);
});

test.each([
  ['utf-16le', wide('a\nb\n'), Buffer.from('00d84100', 'hex'), 3],
  ['utf-16be', wide('a\nb\n').swap16(), Buffer.from('d8000041', 'hex'), 3],
  ['utf-16le', wide(''), Buffer.from('00d84100', 'hex'), 1],
  ['utf-16le', wide('a\n\u0a41\u410a\u000b'), Buffer.from('00d84100', 'hex'), 2],
  ['euc-kr', Buffer.from('a\n\nb,'), Buffer.from('ff0a', 'hex'), 3],
  ['euc-kr', Buffer.from('a\n\nb,'), Buffer.from('c4', 'hex'), 3],
  ['shift_jis', Buffer.from('a\n'), Buffer.from('ff', 'hex'), 2],
])('bytes that are no %s are refused by their line', async (encoding, good, bad, line) => {
  const bytes = Buffer.concat([good, bad, encoding.startsWith('utf-16') ? Buffer.alloc(0) : Buffer.from('\nc\n')]);
  for (const places of [[], [3]]) {
    const refused = expect(decode(bytes, encoding, places)).rejects;
    await refused.toThrow(FileRefused);
    await expect(decode(bytes, encoding, places)).rejects.toMatchObject({
      message: `line ${line} is not ${encoding}, as the feed declares`,
      remedy: "mend the feed's encoding, or have the file sent again",
    });
  }
});

test.each([
  ['utf-16le', (bytes: Buffer): Buffer => bytes],
  ['utf-16be', (bytes: Buffer): Buffer => Buffer.from(bytes).swap16()],
] as const)(
  'of many lines the one with bytes that are no %s is named, whatever its neighbours',
  async (encoding, order) => {
    // Characters of which one byte or the other looks like half a line break.
    const good = 'a\u010a\u0a00\u0a00\u000b\u0a0a\n';
    const bad = Buffer.from('00d8', 'hex');
    for (const above of [0, 1, 3]) {
      const bytes = Buffer.concat([wide(`\ufeff${good.repeat(above)}`), bad, wide(`\n${good}`)]);
      await expect(decode(order(bytes), encoding)).rejects.toThrow(`line ${above + 1} is not ${encoding}`);
    }
  },
);

test('a line that is empty is a line, also the first', async () => {
  expect(await decode(wide('\nb'), 'utf-16le')).toEqual(['\n', 'b']);
  expect(await decode(wide('\n\nb').swap16(), 'utf-16be')).toEqual(['\n\n', 'b']);
  expect(await decode(Buffer.from('\nb'), 'windows-1252')).toEqual(['\n', 'b']);
});

test('an encoding that there is not is no fault of the file', async () => {
  await expect(decode(Buffer.from('a'), 'utf-7')).rejects.not.toThrow(FileRefused);
});

test('a line may be 16 MiB long and no longer', async () => {
  const most = 16 * 1024 * 1024;
  const line = (bytes: number): Buffer => Buffer.concat([Buffer.from('a\n'), Buffer.alloc(bytes, 'x')]);
  expect((await decode(line(most), 'windows-1252', [2]))[1]).toHaveLength(most);
  await expect(decode(line(most + 1), 'windows-1252', [2])).rejects.toMatchObject({
    message: `line 2 is longer than ${most} bytes`,
    remedy: 'split the record',
  });
});
