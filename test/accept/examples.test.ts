import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptFiles } from '../laws/accept-files.ts';
import { expectAsOracle } from '../laws/compare-accepted.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { silverColumns } from '../laws/read-rows.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

const key = 'transactions/ingest_date=2025-09-10/a.ndjson';

/** The rules a native row breaks once one of its fields is spelled like this; [] if accepted, ['held'] if held. */
async function verdictsOf(rows: readonly (readonly [string, string, ...unknown[]])[]): Promise<string[][]> {
  const lines = rows.map(([column, spelled]) => {
    const row: Record<string, unknown> = nativeRow();
    delete row[column];
    return `${JSON.stringify(row).slice(0, -1)},${JSON.stringify(column)}:${spelled}}`;
  });
  const { quarantine, held } = await acceptFiles(lake, { [key]: lines.join('\n') });
  return lines.map((_, at) => {
    const rules = quarantine.find(({ line }) => line === at + 1)?.rules;
    return rules ?? (held.some(({ line }) => line === at + 1) ? ['held'] : []);
  });
}

/** Columns, spellings and what the interfaces say of them, written by hand. */
const examples: [string, string, string[]][] = [
  ['amount', '9999999999999.99', []],
  ['amount', '10000000000000', ['invalid:amount']],
  ['amount', '"9999999999999999.99"', []],
  ['amount', '1.5e1', []],
  ['amount', '12.340', []],
  ['amount', '12.345', ['invalid:amount']],
  ['amount', '"12.340"', []],
  ['amount', '"12.5000"', []],
  ['amount', '".50"', []],
  ['amount', '12.5000', []],
  ['amount', '1e3', []],
  ['amount', '0.1e1', []],
  ['amount', '0.00', []],
  ['amount', '1e-400', ['invalid:amount']],
  ['amount', '0.001', ['invalid:amount']],
  ['amount', '"12."', ['invalid:amount']],
  ['amount', '"."', ['invalid:amount']],
  ['amount', '"12.345"', ['invalid:amount']],
  ['amount', '"+12.50"', ['invalid:amount']],
  ['amount', '"1,234.50"', ['invalid:amount']],
  ['amount', '"(12.50)"', ['invalid:amount']],
  ['amount', '"1.5e1"', ['invalid:amount']],
  ['amount', '-0.01', ['invalid:amount']],
  ['amount', '"\\u00a0\\u30007.50\\ufeff"', []],
  ['amount', '" "', ['missing:amount']],
  ['amount', 'null', ['missing:amount']],
  ['amount', '{}', ['invalid:amount']],
  ['txn_ts', '"2025-09-08T00:00:00"', []],
  ['txn_ts', '"2025-09-07T23:59:59.999999999"', ['held']],
  ['txn_ts', '"2025-09-07T15:00:00Z"', []],
  ['txn_ts', '"2025-09-07T14:59:59.999999Z"', ['held']],
  ['txn_ts', '"2025-09-10T14:59:59Z"', []],
  ['txn_ts', '"2025-09-10T15:00:00Z"', ['future_date']],
  ['txn_ts', '"2025-09-10"', []],
  ['txn_ts', '"2025-09-10T24:00:00"', ['invalid:txn_ts']],
  ['txn_ts', '"2025-09-10T10:00:60Z"', ['invalid:txn_ts']],
  ['txn_ts', '"2025-02-29T10:00:00Z"', ['invalid:txn_ts']],
  ['txn_ts', '20250910', ['invalid:txn_ts']],
  ['txn_ts', '"2025-09-10 10:20:30 UTC"', []],
  ['txn_ts', '"2025-09-10 10:20:30 +0900"', []],
  ['txn_ts', '"2025-09-10 10:20 +09"', []],
  ['txn_ts', '"2025-09-10T10:20:30z"', []],
  ['txn_ts', '"2025-09-10 10:20:30  +0900"', ['invalid:txn_ts']],
  ['txn_ts', '"2025-09-10 10:20:30UTC"', ['invalid:txn_ts']],
  ['txn_ts', '"2025-09-10 10:20:30 utc"', ['invalid:txn_ts']],
  ['txn_ts', '"2025-09-10T10:20:30,123+09:00"', ['invalid:txn_ts']],
  ['txn_ts', '"1988-05-08 02:30:00"', ['invalid:txn_ts']],
  ['txn_ts', '"1988-05-08 03:00:00"', ['held']],
  ['txn_ts', '"1988-10-09 02:30:00"', ['held']],
  ['version', '999999999999999999', []],
  ['version', '1000000000000000000', ['invalid:version']],
  ['version', '0', ['invalid:version']],
  ['version', '1.5', ['invalid:version']],
  ['version', 'null', []],
  ['customer_id', '123456789012345678901234567890', []],
  ['customer_id', '1.5', ['invalid:customer_id']],
  ['customer_id', '"1.5"', ['invalid:customer_id']],
  ['customer_id', '["a"]', ['invalid:customer_id']],
  ['merchant_name', JSON.stringify('😀'.repeat(200)), []],
  ['merchant_name', JSON.stringify('😀'.repeat(201)), ['invalid:merchant_name']],
  ['merchant_name', '"NaN"', []],
  ['merchant_name', '1.5', ['invalid:merchant_name']],
  ['is_refund', '" YES "', []],
  ['is_refund', '1', []],
  ['is_refund', '1.5', ['invalid:is_refund']],
  ['currency', '"usd"', []],
  ['currency', '"US"', ['invalid:currency']],
  ['mcc', '742', ['invalid:mcc']],
  ['mcc', '"0742"', []],
  ['channel', '"POS"', []],
  ['status', '"settled"', ['invalid:status']],
  ['note', '"카드4111111111111111번"', ['card_number']],
  ['note', '{"deep":[4111111111111111]}', ['card_number']],
  ['note', '"x4111111111111111"', []],
  ['note', '37.4979462031234567', []],
  ['note', '"4111111111111111.00"', []],
  ['note', '"no.4111111111111111."', ['card_number']],
  ['note', '"411111••••••1111"', ['card_number']],
  ['note', '"4111-11••-••••-1111"', ['card_number']],
  ['note', '"411111\\u2022\\u2022\\u2022\\u2022\\u2022\\u20221111"', ['card_number']],
  ['note', '"4111 11＊＊ ＊＊＊＊ 1111"', ['card_number']],
  ['note', '"411111******1111"', []],
  ['note', 'NaN', ['malformed']],
  ['note', '{"a":1,"a":2}', ['malformed']],
];

test('each column at the edge of its rule', async () => {
  const verdicts = await verdictsOf(examples);
  expect(examples.map(([column, spelled], at) => [column, spelled, verdicts[at]])).toEqual(examples);
});

test('a row lists all the rules it broke', async () => {
  const row = {
    ...nativeRow({ amount: 'x', currency: undefined, mcc: ' ', txn_ts: '2025-09-12' }),
    memo: '4111 1111 1111 1111',
  };
  const { quarantine } = await acceptFiles(lake, { [key]: toNdjson([row]) });
  expect(quarantine[0]?.rules.toSorted()).toEqual([
    'card_number',
    'future_date',
    'invalid:amount',
    'missing:currency',
    'missing:mcc',
  ]);
});

test('an example that is cut off shows no card number that only the cut makes one', async () => {
  const start = '{"amount":"x","memo":"';
  const line = `${start}${'.'.repeat(300 - 16 - start.length)}41111111111111112222"}`;
  const { summary, quarantine } = await acceptFiles(lake, { [key]: `${JSON.stringify(nativeRow())}\n${line}\n` });
  expect(quarantine[0]?.raw).toContain('41111111111111112222');
  const shown = summary.setAside.quarantine.flatMap(({ examples }) => examples.map(({ raw }) => raw));
  expect(shown).not.toEqual([]);
  for (const raw of shown) expect(raw).toMatch(/\.411111•{6}1111$/);
});

test('columns stand in contract order with their types; moments are cut to microseconds, UTC', async () => {
  const files = { [key]: toNdjson([nativeRow({ txn_ts: '2025-09-10T12:00:00.123456999+09:00', version: '7' })]) };
  const { rows, types } = await acceptFiles(lake, files);
  expect(types).toEqual(silverColumns);
  expect(rows).toEqual([
    {
      transaction_id: 'txn-000001',
      version: '7',
      customer_id: 'cust-1',
      card_id: 'card-1',
      merchant_id: 'm-1',
      merchant_name: null,
      txn_ts: '1757473200123456',
      amount: '10.00',
      currency: 'KRW',
      mcc: '5411',
      status: 'approved',
      is_refund: 'false',
      channel: 'pos',
      original_transaction_id: null,
      txn_date: '2025-09-10',
      ingest_date: '2025-09-10',
      source_file: key,
      source_line: '1',
    },
  ]);
});

test('blank lines count as lines but are no rows, with either line ending, packed or not', async () => {
  const [a, b] = [nativeRow(), nativeRow({ transaction_id: 'txn-000002' })].map((row) => JSON.stringify(row));
  const text = `\ufeff\r\n \t\r\n${a}\r\n\r\n${b}`;
  for (const bytes of [
    Buffer.from(text),
    gzipSync(text),
    Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))]),
  ]) {
    const { rows, summary } = await acceptFiles(lake, { [key]: bytes });
    expect(rows.map((row) => [row.transaction_id, row.source_line]).toSorted()).toEqual([
      ['txn-000001', '3'],
      ['txn-000002', '5'],
    ]);
    expect(summary.rows.in).toBe(2);
  }
});

test('a JSON array is a native file too: source_line is the ordinal of the element', async () => {
  const rows = [
    nativeRow(),
    nativeRow({ transaction_id: 'txn-000002', mcc: '' }),
    nativeRow({ transaction_id: 'txn-000003' }),
  ];
  for (const text of [JSON.stringify(rows), JSON.stringify(rows, null, 2)]) {
    const files = { [key]: text };
    const { summary, rows: accepted, quarantine } = await acceptFiles(lake, files);
    expect(summary.rows).toEqual({ in: 3, accepted: 2, quarantined: 1, held: 0 });
    expect(accepted.map((row) => row.source_line).toSorted()).toEqual(['1', '3']);
    expect(quarantine.map(({ line, rules }) => [line, rules])).toEqual([[2, ['missing:mcc']]]);
  }
});

test('a card number hidden by escapes is in no byte that is kept, though the line is no JSON', async () => {
  const card = '4111111111111111'.replace(/./g, (digit) => `\\u003${digit}`);
  const { quarantine } = await acceptFiles(lake, { [key]: `{"note":"${card}","note":1}\n{"note":"${card}"` });
  expect(quarantine.map(({ line }) => line)).toEqual([1, 2]);
  for (const { raw, rules } of quarantine) {
    expect(raw).not.toContain(card);
    expect(rules).toContain('card_number');
  }
});

test('a currency ISO 4217 does not list is found, and only it; unknown fields are reported', async () => {
  const rows = [
    nativeRow({ currency: 'XQQ' }),
    nativeRow({ transaction_id: 'txn-000002', tip: 1 }),
    nativeRow({ currency: 'usd' }),
  ];
  const { summary } = await acceptFiles(lake, { [key]: toNdjson(rows) });
  expect(summary.findings).toMatchObject([
    { kind: 'unknown_column', value: 'tip', count: 1, file: key, line: 2 },
    { kind: 'unlisted_currency', value: 'XQQ', count: 1, file: key, line: 1 },
  ]);
});

test('an amount with more decimals than ISO 4217 gives its currency loads and is found, first place and how often', async () => {
  const spelled: [string, unknown][] = [
    ['KRW', '10.50'],
    ['USD', '10.50'],
    ['JPY', '10.00'],
    ['JPY', 10.25],
    ['KWD', '10.25'],
    ['XQQ', '10.25'],
    ['KRW', '0.01'],
    ['KRW', '10.000'],
  ];
  const rows = spelled.map(([currency, amount], at) =>
    nativeRow({ transaction_id: `txn-00000${at}`, currency, amount }),
  );
  const { summary } = await acceptFiles(lake, { [key]: toNdjson(rows) });
  expect(summary.rows.accepted).toBe(rows.length);
  expect(summary.findings.filter(({ kind }) => kind === 'minor_units')).toEqual([
    { kind: 'minor_units', value: 'JPY', count: 1, file: key, line: 4 },
    { kind: 'minor_units', value: 'KRW', count: 2, file: key, line: 1 },
  ]);
});

test.each([
  ['a card number of fewer than four digits', { 'CARD NUMBER': '123' }, ['invalid:card_id']],
  ['a word for a card number', { 'CARD NUMBER': 'none' }, ['invalid:card_id']],
  ['a date in another form', { 'TRANS DATE': '2014-04-29' }, ['invalid:txn_ts']],
])('purchase cards: %s breaks a rule', async (_, changes, rules) => {
  const usual = {
    'TRANS DATE': '29/04/14',
    'TRANS VAT DESC': 'VR',
    'ORIGINAL GROSS AMT': '5',
    'MERCHANT NAME': 'm',
    'CARD NUMBER': '*5770',
  };
  const cells = { ...usual, 'TRANS CAC CODE 1': 'K', 'TRANS CAC CODE 2': 'R', 'TRANS CAC CODE 3': 'A', ...changes };
  const text = `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`;
  const files = { 'purchase-cards/ingest_date=2014-05-01/a.csv': text };
  const { quarantine } = await acceptFiles(lake, files);
  expect(quarantine.map((row) => row.rules)).toEqual([rules]);
});

test('purchase cards: blank rows, quoted line breaks, repeated headers and equal records, as the oracle has them', async () => {
  const header =
    'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3,MERCHANT NAME';
  const record = '29/04/14,VR,"19,625.42","two\nlines",****5770,K,,A,other';
  const text = ['', header, record, ',,,,,,,,', '', record, record.replace('"19,', '"-19,')].join('\n');
  const files = { 'purchase-cards/ingest_date=2014-05-01/a.csv': text };
  const accepted = await acceptFiles(lake, files);
  expectAsOracle(accepted, files);
  const seen = accepted.rows.map((row) => [
    row.source_line,
    row.merchant_name,
    row.amount,
    row.is_refund,
    row.customer_id,
  ]);
  expect(seen.toSorted()).toEqual([
    ['3', 'two\nlines', '19625.42', 'false', 'unknown'],
    ['7', 'two\nlines', '19625.42', 'false', 'unknown'],
    ['9', 'two\nlines', '19625.42', 'true', 'unknown'],
  ]);
  expect(new Set(accepted.rows.map((row) => row.transaction_id)).size).toBe(3);
  expect(accepted.quarantine).toEqual([]);
  expect(accepted.summary.feeds['purchase-cards']?.blank).toBe(1);
});
