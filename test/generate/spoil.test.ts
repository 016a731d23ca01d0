import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { deliverBad } from '../../lib/datasets/transactions/generator/deliver.ts';
import { createPools } from '../../lib/datasets/transactions/generator/pools.ts';
import { spoilers } from '../../lib/datasets/transactions/generator/spoil.ts';
import { makeTransaction } from '../../lib/datasets/transactions/generator/transaction.ts';
import { writeRow } from '../../lib/datasets/transactions/generator/write-row.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { ruleNames } from '../contracts/rule-names.ts';
import { acceptFiles } from '../feeds/accept-files.ts';
import { dayNumber, deliverDays, still } from './deliveries.ts';

let endpoint: ScratchEndpoint;
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
});
afterAll(() => endpoint.remove());

const key = (date: string): string => `transactions/ingest_date=${date}/generated-0000.ndjson`;
const judge = (date: string, lines: readonly string[]) =>
  acceptFiles(endpoint, date, { [key(date)]: `${lines.join('\n')}\n` });

test('there is a spoiler for every rule the contract can break, and for no other', () => {
  expect(spoilers.map(({ rule }) => rule).sort()).toEqual(ruleNames(transactions));
});

// A leap day has no like in most years: what moves a row to another year must still name a real day.
describe.each(['2025-09-10', '2024-02-29', '2024-12-31'])('every line spoilt on %s', (date) => {
  test('breaks the rule it is named after, in every variant, by the judge of the product', async () => {
    const pools = createPools(42);
    // Enough bits to reach every variant: they are picked by remainders of 2, 3 and 5, texts cut at a hundred places.
    const cases = spoilers.flatMap(({ rule, spoil }) =>
      Array.from({ length: 30 }, (_, variant) => {
        const row: Record<string, unknown> = JSON.parse(writeRow(makeTransaction(42, pools, dayNumber(date), variant)));
        return { rule, line: spoil(row, variant * 97 + 7 * (variant % 2)) };
      }),
    );
    const { quarantined, rows, held } = await judge(
      date,
      cases.map(({ line }) => line),
    );
    expect({ accepted: rows.length, held: held.length }).toEqual({ accepted: 0, held: 0 });
    const rulesAt = new Map(quarantined.map(({ line, rules }) => [line, rules]));
    const wrong = cases.flatMap(({ rule }, at) => {
      const rules = rulesAt.get(at + 1) ?? ['accepted'];
      return rules.includes(rule) ? [] : [`${rule} breaks ${rules.join(', ')}`];
    });
    expect([...new Set(wrong)]).toEqual([]);
  });
});

test('a few days of the demo show every rule', async () => {
  const knobs = { ...still, rows: 5000, bad: 0.002 };
  const rules = new Set<string>();
  for (const date of ['2025-09-01', '2025-09-02', '2025-09-03']) {
    const lines = [...deliverBad(knobs, createPools(42), dayNumber(date))];
    const { quarantined, summary } = await judge(date, lines);
    expect(summary.rows).toMatchObject({ in: 10, quarantined: 10 });
    for (const rule of quarantined.flatMap((row) => row.rules)) rules.add(rule);
  }
  expect([...rules].sort()).toEqual(ruleNames(transactions));
});

test('a card number made up to break the rule is masked as it is written', async () => {
  const spoiler = spoilers.find(({ rule }) => rule === 'card_number');
  const row: Record<string, unknown> = JSON.parse(writeRow(makeTransaction(1, createPools(1), 20_000, 0)));
  const line = spoiler?.spoil(row, 123_456_789) ?? '';
  const { quarantined } = await judge('2024-10-04', [line]);
  expect(line).toMatch(/paid with 400000•{6}[0-9]{4}"/);
  expect(quarantined).toMatchObject([{ raw: line, rules: ['card_number'] }]);
});

test('no other generated row breaks a rule; of the late ones those of three days are held', async () => {
  const knobs = { ...still, rows: 2000, late: 0.3, duplicates: 0.1, corrections: 0.1 };
  const deliveries = deliverDays(knobs, dayNumber('2025-09-10'), 1);
  const { summary } = await judge(
    '2025-09-10',
    deliveries.map(({ line }) => line),
  );
  const late = deliveries.filter(({ day, txnDay }) => day - txnDay > 2).length;
  expect(late).toBeGreaterThan(0);
  expect(summary.rows).toEqual({
    in: deliveries.length,
    accepted: deliveries.length - late,
    quarantined: 0,
    held: late,
  });
});
