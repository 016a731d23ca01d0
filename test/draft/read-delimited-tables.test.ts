import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelimitedTables } from '../../lib/operate/draft/read-delimited-tables.ts';

const names = ['Date', 'Amount', 'Merchant', 'Ref'];
const day = fc.integer({ min: 1, max: 28 }).map((number) => `${String(number).padStart(2, '0')}/09/2025`);
const amount = fc.integer({ min: 1, max: 99_999 }).map((cents) => (cents / 100).toFixed(2));
const merchant = fc.constantFrom('Shop 7', 'Bar, Grill', 'The "Old" Inn', 'A;B', 'Tab\tbed', 'Total Gas Ltd', 'a|b');
const rows = fc.array(fc.tuple(day, amount, merchant, fc.stringMatching(/^[0-9a-f]{1,8}$/)), {
  minLength: 4,
  maxLength: 40,
});
const delimiter = fc.constantFrom(',', ';', '\t', '|');
const titles = fc.constantFrom([], ['Report of September'], ['Report', '', 'Printed 01/10/2025'], [',,,', 'x']);
const lineEnd = fc.constantFrom('\n', '\r\n');

function write(cells: readonly string[], mark: string): string {
  return cells
    .map((cell) => (/["\n]/.test(cell) || cell.includes(mark) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(mark);
}

const read = (text: string) => readDelimitedTables([{ file: 'x.csv', head: Buffer.from(text), isWhole: true }], [text]);

describe('the table of a delimited text', () => {
  it('is found again, whatever parts its cells and stands above it', () => {
    fc.assert(
      fc.property(rows, delimiter, titles, lineEnd, (written, mark, above, end) => {
        const text = [...above, write(names, mark), ...written.map((row) => write(row, mark)), ''].join(end);
        const { format, tables } = read(text);
        expect(tables[0]?.names).toEqual(names);
        expect(tables[0]?.rows).toEqual(written);
        expect(format.delimiter ?? ',').toBe(mark);
        expect(format.skipLines ?? 0).toBe(above.length);
      }),
    );
  });

  it('has no header where the first row holds what the others do', () => {
    fc.assert(
      fc.property(rows, delimiter, (written, mark) => {
        const { format, tables } = read(written.map((row) => write(row, mark)).join('\n'));
        expect(format.headerless).toBe(true);
        expect(tables[0]?.rows).toEqual(written);
      }),
    );
  });

  it('ends before its footer, and a row that begins like one is no footer', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('Total', 'Grand total:', '합계', 'Summe'), (written, word) => {
        const lines = [names, ...written, ['', '375.00', word, '']];
        const { format, tables, doubts } = read(lines.map((row) => write(row, ',')).join('\n'));
        const isTaken = word === 'Total' && written.some(([, , name]) => name.startsWith('Total'));
        expect(format.footer).toEqual(
          isTaken ? undefined : { column: 'Merchant', startsWith: [word.replace(':', '')] },
        );
        expect(tables[0]?.rows.slice(0, written.length)).toEqual(written);
        expect(tables[0]?.rows.length).toBe(written.length + (isTaken ? 1 : 0));
        expect(doubts.join()).toContain(isTaken ? 'no footer can be declared' : 'the table ends at');
      }),
    );
  });

  it('of a head that is cut off leaves out its last line', () => {
    const text = `${names.join()}\n01/09/2025,1.50,Shop,a\n02/09/2025,2.5`;
    const sample = { file: 'x.csv', head: Buffer.from(text), isWhole: false };
    const { tables, doubts } = readDelimitedTables([sample], [text]);
    expect(tables[0]?.rows).toEqual([['01/09/2025', '1.50', 'Shop', 'a']]);
    expect(doubts).toContainEqual(expect.stringContaining('the end of x.csv was not looked at'));
  });

  it.each([
    ['hello\nworld', /nothing parts the lines/],
    ['id,amount\r1,2.50\r', /end in CR alone/],
  ])('%j is refused', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});
