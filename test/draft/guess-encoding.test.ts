import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, guessEncoding } from '../../lib/stages/accept/guess-encoding.ts';
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

  it('UTF-16 with its mark at the big end, and UTF-8, say why', () => {
    expect(guessEncoding(Buffer.from('feff0061', 'hex'), true)).toEqual({
      part: 'utf-16be',
      why: 'its first two bytes are the byte-order mark of UTF-16',
      doubts: [],
    });
    expect(guessEncoding(Buffer.from('a'), true)).toEqual({ part: undefined, why: 'reads as UTF-8', doubts: [] });
  });

  it('a good guess says on which line it was needed and shows a word; a poor one doubts', () => {
    const korean = Buffer.concat([Buffer.from('a,b\nc,'), Buffer.from('c4abc6e4', 'hex'), Buffer.from(' x,1\n')]);
    expect(guessEncoding(korean, true)).toEqual({
      part: 'euc-kr',
      why: 'not UTF-8 (line 2); euc-kr reads it all, for example "카페"',
      doubts: [],
    });
    // A sign that no word of the trade has, beside one that it has.
    const odd = Buffer.concat([
      Buffer.from('a\nb\nCaf'),
      Buffer.from('e9', 'hex'),
      Buffer.from(' \xa4\xa6\xa8', 'latin1'),
    ]);
    expect(guessEncoding(odd, true)).toEqual({
      part: 'windows-1252',
      why: 'not UTF-8 (line 3); windows-1252 reads it all, for example "Café"',
      doubts: ['encoding: is "Café" (line 3) right? Else name another'],
    });
  });

  it('the line is the first that needs the encoding, whatever stands behind it', () => {
    const bytes = Buffer.concat([Buffer.from('a\nb '), Buffer.from('c4abc6e4', 'hex'), Buffer.from(' x\nc\nd\n')]);
    expect(guessEncoding(bytes, true).why).toContain('line 2');
  });

  it('without a label bytes are read as UTF-8, or not at all', () => {
    expect(decode(Buffer.from('é'), undefined, true)).toBe('é');
    expect(decode(Buffer.from([0xe9]), undefined, true)).toBeUndefined();
  });

  it('a head may end within a character, a whole file may not', () => {
    const cut = Buffer.concat([Buffer.from('x,'), Buffer.from('bcadbf', 'hex')]);
    expect(guessEncoding(cut, false).part).toBe('euc-kr');
    expect(guessEncoding(cut, true).part).not.toBe('euc-kr');
  });

  it('a tenth of what is beyond ASCII may be damaged, and no more', () => {
    const damaged = (good: number): Buffer => Buffer.concat([Buffer.from('é'.repeat(good)), Buffer.from([0xff])]);
    const slip = { part: undefined, why: 'most of it reads as UTF-8' };
    expect(guessEncoding(damaged(10), true)).toEqual({
      ...slip,
      doubts: ['line 1 holds bytes that are not UTF-8, though the rest is: have the sender mend the file'],
    });
    expect(guessEncoding(damaged(9), true).why).not.toBe(slip.why);
  });
});
