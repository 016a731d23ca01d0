import fc from 'fast-check';

const columns = [
  'transaction_id',
  'version',
  'customer_id',
  'card_id',
  'merchant_id',
  'merchant_name',
  'txn_ts',
  'amount',
  'currency',
  'mcc',
  'status',
  'is_refund',
  'channel',
  'original_transaction_id',
];

/** A row that keeps every rule, by column; its merchant's name may take several lines. */
const soundRow = fc
  .record({
    id: fc.nat(40),
    version: fc.constantFrom('', '1', '2'),
    date: fc.constantFrom('2025-09-07', '2025-09-08', '2025-09-10', '2025-09-11'),
    cents: fc.nat(99_999),
    name: fc.constantFrom('Shop', 'Acme, Inc', '24" screens', 'two\nlines', 'two\r\nlines, and a comma', '한글', ''),
    refund: fc.boolean(),
  })
  .map(
    ({ id, version, date, cents, name, refund }): Record<string, string> => ({
      transaction_id: `txn-${String(id).padStart(6, '0')}`,
      version,
      customer_id: `cust-${id % 7}`,
      card_id: `card-${id % 5}`,
      merchant_id: `m-${id % 3}`,
      merchant_name: name,
      txn_ts: `${date}T12:00:00`,
      amount: (cents / 100).toFixed(2),
      currency: 'EUR',
      mcc: '5411',
      status: 'approved',
      is_refund: String(refund),
      channel: 'pos',
      original_transaction_id: '',
    }),
  );

const toCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A native CSV file: columns in any order, cells left out or too many, blank records, and quotes gone astray. */
export const hostileCsv: fc.Arbitrary<string> = fc
  .tuple(fc.shuffledSubarray(columns, { minLength: columns.length }), fc.constantFrom('\n', '\r\n'))
  .chain(([header, ending]) => {
    const line = fc
      .tuple(
        soundRow,
        fc.constantFrom('', '', '', '', ',', ',x'),
        fc.boolean(),
        fc.array(fc.nat(150), { maxLength: 1 }),
      )
      .map(([row, extra, isCut, strays]) => {
        const cells = header.map((name) => toCell(row[name] ?? '')).join(',');
        const text = (isCut ? cells.replace(/,+$/, '') : cells) + extra;
        return strays.reduce((spoiled, at) => (at > 100 ? text : `${spoiled.slice(0, at)}"${spoiled.slice(at)}`), text);
      });
    const blank = fc.constantFrom('', ' ', ','.repeat(header.length - 1), ' , ');
    const lines = fc.array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: blank }), {
      maxLength: 60,
      size: 'max',
    });
    return lines.map((all) => [header.join(','), ...all].join(ending));
  });
