import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DelimitedShape, JsonShape } from '../../lib/feeds/feed.ts';
import { hideCells } from '../../lib/feeds/hide-cells.ts';
import { hidePaths } from '../../lib/feeds/hide-paths.ts';
import { readHeader } from '../../lib/feeds/read-header.ts';
import { scanRecord } from '../../lib/stages/accept/scan-record.ts';

const token = /^tok-[0-9a-f]{32}$/;

describe('cells', () => {
  const shape: DelimitedShape = { form: 'csv', header: ['A', 'B', 'C'], drop: ['A'], tokenise: ['C'], columns: {} };
  const hide = hideCells(shape, readHeader(shape, ['A', 'B', 'C']));

  test('a record written anew reads back as what is shown, and holds nothing that is hidden', () => {
    fc.assert(
      fc.property(fc.tuple(fc.string(), fc.string(), fc.string({ minLength: 4 })), ([a, b, c]) => {
        const shown = hide?.([a, b, c]);
        expect(shown?.cells.slice(0, 2)).toEqual(['', b]);
        const record = scanRecord(shown?.raw ?? '', 0, shape);
        expect(record).toMatchObject({ cells: shown?.cells });
        if (c.trim() !== '') expect(shown?.cells[2]).toMatch(token);
      }),
    );
  });

  test('equal texts have one token, whatever blanks stand around them; empty stays empty', () => {
    const third = (text: string): string | undefined => hide?.(['', '', text]).cells[2];
    expect(third(' 4111 ')).toBe(third('4111'));
    expect(third('4112')).not.toBe(third('4111'));
    expect(third(' ')).toBe(' ');
  });

  test('a card number has the token of its masked form, whichever mask the encoding allows', () => {
    const tokens = [
      '4111111111111111',
      '411111\u2022\u2022\u2022\u2022\u2022\u20221111',
      '411111\uff0a\uff0a\uff0a\uff0a\uff0a\uff0a1111',
    ];
    expect(new Set(tokens.map((text) => hide?.(['', '', text]).cells[2])).size).toBe(1);
  });

  test('a feed that hides nothing leaves records as they are', () => {
    const { drop: _drop, tokenise: _tokenise, ...open } = shape;
    expect(hideCells(open, readHeader(open, ['A', 'B', 'C']))).toBeUndefined();
  });
});

describe('paths', () => {
  const shape: JsonShape = {
    form: 'json',
    header: ['id'],
    drop: ['who.mail', 'gone'],
    tokenise: ['card.0.no'],
    columns: {},
  };
  const hide = hidePaths(shape);

  test('values are taken out or replaced where they stand; numbers keep their digits', () => {
    const text =
      '{"id": 9007199254740993, "n": 1.50, "who": {"mail": "a@b", "name": "A"}, "card": [{"no": 4111111111111111}, {"no": "x"}]}';
    const shown = hide?.(text) ?? '';
    expect(shown).toMatch(
      /^\{"id":9007199254740993,"n":1\.50,"who":\{"name":"A"\},"card":\[\{"no":"tok-[0-9a-f]{32}"\},\{"no":"x"\}\]\}$/,
    );
    expect(hide?.('{"card": [{"no": "4111111111111111"}]}')).toContain(/tok-[0-9a-f]+/.exec(shown)?.[0]);
  });

  test('what is not there, or null, is left alone', () => {
    for (const text of ['{"who":null,"card":[]}', '{"card":[{"no":null}]}', '{"who":"me"}', '[]', '7'])
      expect(hide?.(text)).toBe(text);
  });
});
