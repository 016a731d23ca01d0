import fc from 'fast-check';
import { cardText } from './card-texts.ts';

const blank = fc.constantFrom('', '', '', ' ', '\u00a0', '\t', '\u3000');
const around = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(blank, text, blank).map((parts) => parts.join(''));

/** What a cell of each column may hold; the first of each list is the usual. */
const cells: Record<string, fc.Arbitrary<string>> = {
  'TRANS DATE': fc.constantFrom(
    '29/04/14',
    '01/04/14',
    '31/03/14',
    '30/03/14',
    '26/10/13',
    '31/04/14',
    '1/4/14',
    '',
    '02/05/14',
    '29/02/13',
  ),
  'TRANS VAT DESC': fc.constantFrom('VR', 'VZ', '', 'say "VR"', 'a,b'),
  'ORIGINAL GROSS AMT': fc.constantFrom(
    '52.32',
    '19,625.42',
    '-52.32',
    '052.32',
    '19625.42',
    '-52.3',
    '-1,000',
    '0',
    '-0.00',
    '1,00',
    '12.345',
    '',
    '-',
    '(5.00)',
    '£5',
    '1,234,567.8',
    '+5',
    '5e2',
  ),
  'MERCHANT NAME': fc.oneof(
    fc.constantFrom('shell kings 587', 'Shell Kings 587', "o'neill & sons", 'x'.repeat(201), '', 'two\nlines', 'café'),
    cardText,
  ),
  'CARD NUMBER': fc.constantFrom(
    '************5770',
    '5770',
    '',
    '**** 12 34',
    '4111********1111',
    'xxxx-XXXX-####-5770',
    '5.52E+15',
    'card 5770',
  ),
  'TRANS CAC CODE 1': fc.constantFrom('K020', 'L100', ''),
  'TRANS CAC CODE 2': fc.constantFrom('RV12N', '', 'with blank', 'RJ0A'),
  'TRANS CAC CODE 3': fc.constantFrom('A00', '', 'B"1'),
  'TRANS CAC DESC 1': fc.constantFrom('Books', 'books', 'Car Parking', 'No such category', ''),
  'TRANS CAC DESC 2': fc.oneof(fc.constantFrom('Library', ''), cardText),
  'ORIGINAL CUR': fc.constantFrom('GBP', 'USD', ''),
  'BILLING GROSS AMT': fc.constantFrom('52.32', '1,052.32', '-10', '', 'n/a'),
  'BILLING CUR CODE': fc.constantFrom('GBP', 'EUR', 'gbp', '', '£'),
  Directorate: fc.constantFrom('Adult & Communities', ''),
  Notes: fc.oneof(fc.constantFrom('', 'new column'), cardText),
};
const always = Object.keys(cells).slice(0, 8);
const optional = Object.keys(cells).slice(8);

/** A cell as CSV, quoted where it must be or as it likes. */
const toCell = (text: string, quoted: boolean): string =>
  quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const usual: Record<string, string> = {
  'TRANS DATE': '29/04/14',
  'ORIGINAL GROSS AMT': '52.32',
  'MERCHANT NAME': 'shell kings 587',
  'CARD NUMBER': '************5770',
  'TRANS CAC DESC 1': 'Books',
  'BILLING GROSS AMT': '52.32',
  'BILLING CUR CODE': 'GBP',
};

/** One record for a header: few cells differ from the usual, so that contents recur. */
function record(header: readonly string[]): fc.Arbitrary<string> {
  const row = fc.tuple(
    ...header.map((name) => fc.tuple(around(cells[name] ?? fc.constant('')), fc.nat(9), fc.boolean())),
  );
  return row.map((list) =>
    list
      .map(([text, luck, quoted], at) => {
        return toCell(luck < 7 ? (usual[header[at] ?? ''] ?? '') : text, quoted);
      })
      .join(','),
  );
}

/** A purchase-card file: columns in any order, some missing, one perhaps repeated; blank lines and rows between. */
export const purchaseCardText: fc.Arbitrary<string> = fc
  .tuple(fc.subarray(optional), fc.constantFrom(undefined, 'MERCHANT NAME', 'ORIGINAL GROSS AMT'), fc.boolean())
  .chain(([extra, repeated, reversed]) => {
    const header = [...always, ...extra];
    const ordered = [...(reversed ? header.reverse() : header), ...(repeated ? [repeated] : [])];
    const blankRow = ordered.map(() => ' ').join(',');
    const line = fc.oneof(
      { weight: 12, arbitrary: record(ordered) },
      { weight: 1, arbitrary: fc.constantFrom('', '  ', blankRow, ','.repeat(ordered.length - 1)) },
    );
    return fc
      .tuple(
        fc.array(line, { maxLength: 60, size: 'max' }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('', '\ufeff'),
        fc.boolean(),
      )
      .map(([lines, ending, mark, ended]) => {
        const names = ordered.map((name, at) => toCell(at % 3 === 1 ? ` ${name} ` : name, at % 4 === 0));
        return mark + [names.join(','), ...lines].join(ending) + (ended ? ending : '');
      });
  });
