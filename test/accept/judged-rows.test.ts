import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { transactions as native } from '../../lib/datasets/transactions/feeds/transactions.ts';
import { writeForm } from '../forms/write-form.ts';
import { type Accepted, acceptFiles } from '../laws/accept-files.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import { nativeRow } from '../laws/native-row.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

vi.mock('../../lib/lake/engine.ts', () => import('../laws/warm-engine.ts'));

/*
 * What becomes of a row: every rule of the contract by itself, at its borders and together with others. Each case is a row of
 * one file, which is accepted once for all of them.
 */

let lake: ScratchLake;
beforeAll(async () => {
  lake = await openMemoryLake(memoryS3);
});
afterAll(() => lake.remove());

const key = 'transactions/ingest_date=2025-09-10/a.ndjson';
const card = '4111 1111 1111 1111';
/** A text, or a row with an id of its own and these changes. */
type Line = string | Record<string, unknown>;
type Case = [law: string, line: Line, verdict: 'accepted' | 'held' | 'no row' | string[]];

const required = Object.keys(nativeRow());
const torn = JSON.stringify(nativeRow()).slice(0, -1);
const cases: Case[] = [
  ['a sound row is accepted', {}, 'accepted'],
  ['blanks around every field are trimmed', spaced(), 'accepted'],
  ['letters are folded', { currency: 'krw', status: 'Approved', channel: 'POS', is_refund: 'NO' }, 'accepted'],
  ['numbers are read as text is', { amount: 10.5, version: 2, mcc: '0780' }, 'accepted'],
  ['an id may have more digits than a double keeps', spelled('"card-1"', '9007199254740993', 'krw'), 'accepted'],
  ['an amount may be as long as it likes as text', { amount: '10.00000000000000000000' }, 'accepted'],
  [
    'as a number it has no more digits than a double keeps',
    spelled('"10.00"', '12.340000000000000001'),
    ['invalid:amount'],
  ],
  ['nor is it nought because a double is', spelled('"10.00"', '1e-400'), ['invalid:amount']],
  ['what is optional may be missing', { merchant_name: null, original_transaction_id: '', version: ' ' }, 'accepted'],
  ['unknown fields say nothing', { note: { any: ['x'] } }, 'accepted'],
  ['line ends of another system are none of the row', `${JSON.stringify(nativeRow())}\r`, 'accepted'],
  ['the ingest date itself is not in the future', { txn_ts: '2025-09-10T23:59:59.999999+09:00' }, 'accepted'],
  ['the day after it is', { txn_ts: '2025-09-11T00:00:00+09:00' }, ['future_date']],
  ['two days later is in time', { txn_ts: '2025-09-08T00:00:00+09:00' }, 'accepted'],
  ['a moment before is held', { txn_ts: '2025-09-07T23:59:59+09:00' }, 'held'],
  ['also where other fields need a close look', { txn_ts: '2025-09-07', currency: 'krw' }, 'held'],
  ['a local time is that of the feed', { txn_ts: '2025-09-08 00:30:00' }, 'accepted'],
  ['a late row that breaks a rule is quarantined, not held', { txn_ts: '2025-09-01', mcc: 'x' }, ['invalid:mcc']],
  ...required.map((name): Case => [`${name} is required`, { [name]: ' ' }, [`missing:${name}`]]),
  ...required.map((name): Case => [`${name} has a rule`, { [name]: '#' }, [`invalid:${name}`]]),
  [
    'an optional one may be empty, not wrong',
    { original_transaction_id: 'short' },
    ['invalid:original_transaction_id'],
  ],
  ['a version is a positive integer', { version: '0' }, ['invalid:version']],
  ['a name has a length', { merchant_name: 'n'.repeat(201) }, ['invalid:merchant_name']],
  [
    'all rules that are broken are told',
    { mcc: null, amount: '-1', txn_ts: '2025-09-12', note: card },
    ['invalid:amount', 'missing:mcc', 'future_date', 'card_number'],
  ],
  ['a card number in any field', { note: card }, ['card_number']],
  ['a card number in a field of the contract', { merchant_name: `x ${card}` }, ['card_number']],
  ['a document that is torn', torn, ['malformed']],
  ['one that is torn and has a card number', `${torn},"note":"${card}`, ['malformed', 'card_number']],
  ['one that is torn and long', `${torn},"note":"${'x'.repeat(100_000)}`, ['malformed']],
  ['one with a key twice', `${torn},"mcc":"5411"}`, ['malformed']],
  ['one with an unknown key twice', `${torn},"a":1,"a":1}`, ['malformed']],
  ['what JSON has no word for', `${torn},"a":NaN}`, ['malformed']],
  ['what is no object', '[1]', ['malformed']],
  ['a word', '"x"', ['malformed']],
  ['nothing', 'null', ['malformed']],
  ['an object of nothing', '{}', ['blank_row']],
  ['one whose fields say nothing', '{"amount":null,"note":" \\t","version":""}', ['blank_row']],
  ['one that says nothing but a card number', `{"${card}":""}`, ['blank_row', 'card_number']],
  ['one that says something elsewhere', '{"note":"x"}', required.map((name) => `missing:${name}`)],
  ['one that says its version', '{"version":"1"}', required.map((name) => `missing:${name}`)],
  ['one behind a blank', ` ${JSON.stringify(nativeRow())}`, 'accepted'],
  ['an empty line is no row', '', 'no row'],
  ['nor is one of blanks', ' \t ', 'no row'],
];

/** A row in which the text of a field is spelled otherwise. */
function spelled(text: string, otherwise: string, currency = 'KRW'): string {
  return JSON.stringify(nativeRow({ currency })).replace(text, otherwise);
}

function spaced(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(nativeRow()).map(([name, value]) => [name, ` ${value}\u3000`]));
}

const idOf = (at: number): string => `txn-${String(at).padStart(6, '0')}`;
const toLine = (line: Line, at: number): string => {
  if (typeof line === 'string') return line;
  const own = nativeRow({ transaction_id: idOf(at), ...line });
  return JSON.stringify(own);
};

const acceptCases = (): Promise<Accepted> =>
  acceptFiles(lake, { [key]: cases.map(([, line], at) => toLine(line, at)).join('\n') });

test('of each row the verdict, the rules it breaks and the text it came as', async () => {
  const { rows, held, quarantine } = await acceptCases();
  const became = cases.map(([law], at) => {
    const verdicts = [
      ...rows.filter(({ source_line }) => source_line === String(at + 1)).map(() => 'accepted'),
      ...held.filter(({ line }) => line === at + 1).map(() => 'held'),
      ...quarantine.filter(({ line }) => line === at + 1).map(({ rules }) => rules),
    ];
    return [law, ...verdicts];
  });
  expect(became).toEqual(cases.map(([law, , verdict]) => (verdict === 'no row' ? [law] : [law, verdict])));
  for (const { line, ...aside } of [...held, ...quarantine]) {
    const raw = toLine(cases[line - 1]?.[1] ?? '', line - 1).replaceAll(card, '4111 11•• •••• 1111');
    expect(aside).toMatchObject({ raw, file: key, contractVersion: 1 });
  }
});

test('rows are counted by verdict and rule, their money by currency where both are valid, and typed by the contract', async () => {
  const { summary, rows: accepted } = await acceptCases();
  const { rows, rules, money, unparseableAmounts, eventDates } = summary;
  const count = (verdict: string): number => cases.filter(([, , found]) => found === verdict).length;
  const quarantined = cases.filter(([, , found]) => Array.isArray(found));
  const all = count('accepted') + count('held') + quarantined.length;
  expect(rows).toEqual({ in: all, accepted: count('accepted'), quarantined: quarantined.length, held: count('held') });
  for (const [rule, times] of Object.entries(rules))
    expect([rule, times]).toEqual([rule, quarantined.filter(([, , found]) => found.includes(rule)).length]);
  expect(Object.keys(rules)).toHaveLength(new Set(quarantined.flatMap(([, , found]) => found)).size);
  const withoutMoney = quarantined.filter(([, , found]) => {
    const broken = ['malformed', 'blank_row', 'amount', 'currency'];
    return [found].flat().some((rule) => broken.some((word) => rule.endsWith(word)));
  });
  expect(unparseableAmounts).toBe(withoutMoney.length);
  // Every row has 10.00, one 10.50.
  expect(money).toEqual({
    in: { KRW: `${(all - withoutMoney.length) * 10}.50` },
    held: { KRW: `${count('held') * 10}.00` },
    quarantined: { KRW: `${(quarantined.length - withoutMoney.length) * 10}.00` },
  });
  expect(eventDates).toEqual({ '2025-09-08': 2, '2025-09-10': count('accepted') - 2 });
  // What was trimmed, folded or taken for missing stands in the row as the contract has it.
  const rowOf = (law: string): Record<string, string | null> | undefined =>
    accepted.find(({ source_line }) => source_line === String(cases.findIndex(([name]) => name === law) + 1));
  const sound = { ...nativeRow(), version: '1', txn_ts: '1757473200000000', txn_date: '2025-09-10' };
  expect(rowOf('blanks around every field are trimmed')).toMatchObject(sound);
  expect(rowOf('letters are folded')).toMatchObject({ ...sound, transaction_id: idOf(2) });
  expect(rowOf('numbers are read as text is')).toMatchObject({ amount: '10.50', version: '2', mcc: '0780' });
  const nothing = { version: '1', merchant_name: null, original_transaction_id: null };
  expect(rowOf('what is optional may be missing')).toMatchObject(nothing);
  expect(rowOf('two days later is in time')).toMatchObject({ txn_date: '2025-09-08', txn_ts: '1757257200000000' });
});

test('a refund counts negative, also where a rule is broken; an invalid is_refund counts as none', async () => {
  const row = (at: number, changes: Record<string, unknown>): string =>
    toLine({ amount: `${10 ** at}.00`, is_refund: 'true', ...changes }, at);
  const lines = [
    row(0, {}),
    row(1, { currency: 'usd' }),
    row(2, { mcc: 'x' }),
    row(3, { is_refund: 'x' }),
    row(4, { txn_ts: '2025-09-01T00:00:00Z' }),
    row(5, { currency: 'x' }),
  ];
  const { summary } = await acceptFiles(lake, { [key]: lines.join('\n') });
  expect(summary.money).toEqual({
    in: { KRW: '-9101.00', USD: '-10.00' },
    quarantined: { KRW: '900.00' },
    held: { KRW: '-10000.00' },
  });
  expect(summary.unparseableAmounts).toBe(1);
});

test('a delimited file is judged by the same rules; what reading it found out stands', async () => {
  const row = (at: number, changes: Record<string, string> = {}): Record<string, string> =>
    nativeRow({ transaction_id: idOf(at), merchant_name: 'Shop', ...changes }) as Record<string, string>;
  const text = writeForm('csv', [
    row(0),
    row(1, { currency: ' krw' }),
    row(2, { status: 'x', mcc: '' }),
    row(3, { merchant_name: card }),
    row(4, { txn_ts: '2025-09-07' }),
    row(5, { merchant_name: 'torn "quote' }),
  ]);
  const { rows, quarantine, held, summary } = await acceptFiles(lake, {
    [key.replace('ndjson', 'csv')]: `${text}a,b\n${','.repeat(11)}\n${','.repeat(20)}x\n`,
  });
  expect(rows.map(({ source_line }) => source_line).sort()).toEqual(['2', '3', '7']);
  expect(held.map(({ line }) => line)).toEqual([6]);
  expect(quarantine.map(({ line, rules }) => [line, rules])).toEqual([
    [4, ['missing:mcc', 'invalid:status']],
    [5, ['card_number']],
    [8, ['invalid:transaction_id', ...required.slice(2).map((name) => `missing:${name}`)]],
    [10, ['malformed']],
  ]);
  expect(quarantine.map(({ raw }) => raw).slice(1, 3)).toEqual([expect.stringContaining('4111 11•• •••• 1111'), 'a,b']);
  expect(summary.feeds.transactions).toMatchObject({ blank: 1, rows: 8, lines: 8 });
});

test('rows of several files and feeds are judged once each, by the rules of their own feed', async () => {
  const cards = [
    'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3',
    // Of such a name a row is looked at closely.
    '29/04/14,VR,52.32,NaN,************5770,K020,RV12N,A00',
    '29/04/14,VR,x,shell,************5770,K020,RV12N,A00',
  ].join('\n');
  const names = ["o'a.ndjson", 'b.ndjson'].map((name) => key.replace('a.ndjson', name));
  const cardNames = ["o'c.csv", 'd.csv'].map((name) => `purchase-cards/ingest_date=2025-09-10/${name}`);
  const own = [toLine({ currency: 'krw' }, 1), toLine({ mcc: 'x' }, 2), toLine({}, 3)].join('\n');
  const accepted = await acceptFiles(
    lake,
    Object.fromEntries([...names.map((name) => [name, own]), ...cardNames.map((name) => [name, cards])]),
  );
  const place = (row: { file: string; line: number }): string => `${row.file}:${row.line}`;
  expect(accepted.rows.map((row) => `${row.source_file}:${row.source_line}`).sort()).toEqual(
    [...names.flatMap((name) => [`${name}:1`, `${name}:3`]), ...cardNames.map((name) => `${name}:2`)].sort(),
  );
  expect(accepted.quarantine.map(place).sort()).toEqual(
    [...names.map((name) => `${name}:2`), ...cardNames.map((name) => `${name}:3`)].sort(),
  );
  expect(accepted.summary.rows).toEqual({ in: 10, accepted: 6, quarantined: 4, held: 0 });
  const files = accepted.summary.files.map(({ key: name, rows }) => [name, rows]);
  expect(files.sort()).toEqual([...names.map((name) => [name, 3]), ...cardNames.map((name) => [name, 2])].sort());
});

test("a native feed's words for nothing are nothing, in any case and with blanks around them", async () => {
  const words = { ...native, shape: { form: 'native' as const, nullWords: ['NULL', "n'a", ' Nil '] } };
  const rows = [
    { merchant_name: 'null', version: "N'A" },
    { merchant_name: ' nil ', note: '[' },
    { merchant_name: 'nullable', mcc: 'Null' },
    { original_transaction_id: 'nil', channel: "n'a" },
  ];
  const found = await acceptFiles(lake, { [key]: `${rows.map(toLine).join('\n')}\n[\n` }, [words]);
  expect(found.rows.map((row) => [row.version, row.merchant_name])).toEqual([
    ['1', null],
    ['1', null],
  ]);
  expect(found.quarantine.map(({ rules }) => rules)).toEqual([['missing:mcc'], ['missing:channel'], ['malformed']]);
  expect(Object.keys(found.summary.feeds)).toEqual(['transactions']);
});

test('a feed without files has no part in the account', async () => {
  const { summary } = await acceptFiles(lake, { [key]: toLine({}, 0) });
  expect(Object.keys(summary.feeds)).toEqual(['transactions']);
});
