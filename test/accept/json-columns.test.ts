import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptTaps } from '../datasets/accept-taps.ts';
import { registerTaps } from '../datasets/taps.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

/*
 * Documents in a row, as they come in files of several forms.
 */

let lake: ScratchLake;
beforeAll(async () => {
  registerTaps();
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

const tap = (at: number, changes: object = {}): Record<string, unknown> => ({
  tap_id: `${String(at).padStart(8, '0')}-1234-4abc-9def-0123456789ab`,
  kind: 'transfer_done',
  tapped_at: '2025-09-10T10:00:00Z',
  received_at: '2025-09-10T10:00:01Z',
  user_id: 'usr_1',
  said: { amount: 10, fee: 0 },
  ...changes,
});
const toCsv = (rows: readonly Record<string, unknown>[]): string => {
  const names = Object.keys(tap(1));
  const cell = (value: unknown): string =>
    `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;
  return [names.join(','), ...rows.map((row) => names.map((name) => cell(row[name])).join(','))].join('\n');
};

test('a cell of a delimited file is read as the document that it holds', async () => {
  const texts = [
    '{"amount": 12.5, "fee": "0.10", "x": {"y": [1]}}',
    '{}',
    ' ',
    'no',
    '[1]',
    '{"amount":1,"amount":2,"fee":0}',
  ];
  const rows = await acceptTaps(lake, toCsv(texts.map((said, at) => tap(at, { said }))), 'a.csv');
  const missing = ['missing:said.amount', 'missing:said.fee'];
  expect(rows.map(({ line, verdict, rules = [] }) => [line, verdict, rules])).toEqual([
    [2, 'accepted', []],
    [3, 'quarantined', missing],
    [4, 'quarantined', ['missing:said', ...missing]],
    [5, 'quarantined', ['invalid:said', ...missing]],
    [6, 'quarantined', ['invalid:said', ...missing]],
    [7, 'quarantined', ['invalid:said', ...missing]],
  ]);
  expect(rows[0]?.values).toMatchObject({ amount: '12.50', fee: '0.10' });
});

test('a document keeps every digit, or is invalid where its form cannot', async () => {
  const said = '{"amount":1,"fee":0,"place":37.12345678901234567,"n":12345678901234567890}';
  const line = JSON.stringify(tap(1)).replace('{"amount":10,"fee":0}', said);
  const [row] = await acceptTaps(lake, line);
  expect(row?.values?.said).toBe('{"amount":1e0,"fee":0,"place":3712345678901234567e-17,"n":1234567890123456789e1}');
  const [cell] = await acceptTaps(lake, toCsv([tap(1, { said })]), 'a.csv');
  expect(cell).toMatchObject({ verdict: 'quarantined', rules: expect.arrayContaining(['invalid:said']) });
});

test('an id in two places fills and has to agree; a default stands for what is missing', async () => {
  const lines = [
    tap(1, { user_id: null, said: { amount: 1, fee: 0, user_id: 'usr_2' } }),
    tap(2, { said: { amount: 1, fee: 0, user_id: 'usr_2' } }),
    tap(3, { user_id: undefined }),
    tap(4, { user_id: null, said: { amount: 1, fee: 0, user_id: 'me' } }),
    tap(5, { kind: 'screen_seen', user_id: null, said: { screen: 'home', duration_ms: 1 }, locale: 'EN' }),
  ];
  const rows = await acceptTaps(lake, lines.map((row) => JSON.stringify(row)).join('\n'));
  const byLine = new Map(rows.map((row) => [row.line, row]));
  expect(byLine.get(1)?.values).toMatchObject({ user_id: 'usr_2', locale: 'ko' });
  expect(byLine.get(2)?.rules).toEqual(['invalid:said.user_id']);
  expect(byLine.get(3)?.rules).toEqual(['missing:user_id']);
  expect(byLine.get(4)?.rules).toEqual(['invalid:said.user_id']);
  expect(byLine.get(5)?.values).toMatchObject({ user_id: null, locale: 'en', screen: 'home' });
});
