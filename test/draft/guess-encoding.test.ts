import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessEncoding } from '../../lib/stages/accept/guess-encoding.ts';
import { encode } from './encode.ts';

const words = {
  'euc-kr': ['카페', '서울마트', '뷁스토어 강남점', '똠양꿍식당', '승인', '거래금액', '주식회사'],
  shift_jis: ['セブンイレブン', '東京店', 'ご利用金額', '株式会社', 'カード番号', 'ローソン'],
  'windows-1252': [
    'Café',
    'Müller & Söhne',
    'Größe',
    '£12.50',
    '€5',
    'Señor',
    'Bürobedarf',
    'naïve',
    'Crêperie – Paris',
  ],
} as const;
type Label = keyof typeof words;

/** Lines of a file in which a share of the cells needs the encoding. */
function linesOf(label: Label): fc.Arbitrary<string> {
  const cell = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('12.50', '2025-09-01', 'Shop 7', 'GBP', '') },
    { weight: 1, arbitrary: fc.constantFrom(...words[label]) },
  );
  const line = fc.array(cell, { minLength: 3, maxLength: 6 }).map((cells) => cells.join(','));
  return fc
    .tuple(fc.array(line, { maxLength: 20 }), fc.constantFrom(...words[label]))
    .map(([lines, certain]) => [...lines, `x,${certain},1`].join('\n'));
}

describe('the encoding is guessed by clean decoding and plausible text', () => {
  it.each(Object.keys(words) as Label[])('%s', (label) => {
    fc.assert(
      fc.property(linesOf(label), (text) => {
        const bytes = encode(text, label);
        expect(bytes && guessEncoding(bytes, true).part).toBe(label);
      }),
    );
  });

  it('UTF-8 needs no declaration, wherever the head ends', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.nat(200), (written, cut) => {
        const bytes = Buffer.from(`a${written}`);
        const end = Math.min(cut + 1, bytes.length);
        // What begins with the marks of UTF-16 is no text of ours.
        expect(guessEncoding(bytes.subarray(0, end), end === bytes.length).part).toBeUndefined();
      }),
    );
  });

  it('a slip in a file of UTF-8 is a doubt that names the line, not another encoding', () => {
    const bytes = Buffer.concat([
      Buffer.from('카드,가맹점\n서울마트,부산식당\n'),
      Buffer.from([0xff]),
      Buffer.from('x\n'),
    ]);
    expect(guessEncoding(bytes, true)).toMatchObject({ part: undefined, doubts: [expect.stringContaining('line 3')] });
  });

  it('UTF-16 is told by its mark', () => {
    expect(guessEncoding(Buffer.from('\ufeffa;b', 'utf16le'), true).part).toBe('utf-16le');
  });
});
