import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonTables } from '../../lib/operate/draft/read-json-tables.ts';

const row = fc.record({
  id: fc.string({ minLength: 1, maxLength: 8 }),
  amount: fc.integer({ min: 0, max: 1_000_000 }),
  note: fc.option(fc.string({ maxLength: 12 })),
  card: fc.record({ last4: fc.constantFrom('1234', '0007') }),
});
const rows = fc.array(row, { minLength: 1, maxLength: 12 });
type Row = { id: string; amount: number; note: string | null; card: { last4: string } };

const forms: Record<string, (rows: readonly Row[]) => string> = {
  lines: (all) => all.map((one) => JSON.stringify(one)).join('\n'),
  'one after another': (all) => all.map((one) => JSON.stringify(one)).join(''),
  array: (all) => JSON.stringify(all),
  'indented documents': (all) => all.map((one) => JSON.stringify(one, null, 2)).join('\n'),
  'an envelope': (all) => JSON.stringify({ object: 'list', page: { more: false, data: all } }),
};

const read = (text: string) => readJsonTables([{ file: 'x.json', head: Buffer.from(text), isWhole: true }], [text]);

function toCells({ id, amount, note, card }: Row): (string | null)[] {
  return [id.trim(), String(amount), note === null ? null : note.trim(), card.last4];
}

describe('the rows of a JSON text', () => {
  it.each(Object.entries(forms))('are found in %s', (form, write) => {
    fc.assert(
      fc.property(rows, (written) => {
        const { rows: path, tables } = read(write(written));
        expect(path).toBe(form === 'an envelope' ? 'page.data' : undefined);
        expect(tables[0]?.names).toEqual(['id', 'amount', 'note', 'card.last4']);
        expect(tables[0]?.rows).toEqual(written.map(toCells));
      }),
    );
  });

  it('that is cut off anywhere are the whole ones before', () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('lines', 'array', 'an envelope'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (written, form, share) => {
          const text = forms[form]?.(written) ?? '';
          const { tables } = read(text.slice(0, Math.floor(text.length * share)));
          const found = tables[0]?.rows ?? [];
          // Of an envelope that has no row yet only its own keys are seen.
          if (tables[0]?.names[0] === 'id' && tables[0].names.length === 4)
            expect(found).toEqual(written.slice(0, found.length).map(toCells));
        },
      ),
    );
  });

  it('keep every digit of a number', () => {
    expect(read('{"amount": 9007199254740993.10}').tables[0]?.rows).toEqual([['9007199254740993.10']]);
  });
});
