import { afterAll, beforeAll, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/feeds/transactions.ts';
import { writeForm } from '../forms/write-form.ts';
import { acceptFiles } from '../laws/accept-files.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

const folder = 'transactions/ingest_date=2025-09-10';
const row = (at: number, changes: Record<string, string> = {}): Record<string, string> =>
  nativeRow({ transaction_id: `txn-odd${at}00`, ...changes }) as Record<string, string>;

test('an id that is a word for nothing is told, by column, word, place and count, in any form', async () => {
  const rows = [
    row(1),
    row(2, { customer_id: 'None' }),
    row(3, { customer_id: 'None', card_id: 'N-A' }),
    row(4, { merchant_id: 'undefined', merchant_name: 'null' }),
    row(5, { customer_id: 'nullable', card_id: 'none-1' }),
  ];
  const files = { [`${folder}/a.ndjson`]: toNdjson(rows), [`${folder}/b.csv`]: writeForm('csv', rows) };
  const { summary } = await acceptFiles(lake, files);
  expect(summary.rows.accepted).toBe(10);
  expect(summary.findings).toEqual([
    { kind: 'null_word', column: 'card_id', value: 'N-A', count: 2, file: `${folder}/a.ndjson`, line: 3 },
    { kind: 'null_word', column: 'customer_id', value: 'None', count: 4, file: `${folder}/a.ndjson`, line: 2 },
    { kind: 'null_word', column: 'merchant_id', value: 'undefined', count: 2, file: `${folder}/a.ndjson`, line: 4 },
  ]);
});

test('a name that keeps quotes around it is told', async () => {
  const names = ['"Acme"', 'Acme "Best" Inc', '"Joe\'s"', '"', '"open'];
  const rows = names.map((merchant_name, at) => row(at + 1, { merchant_name }));
  const tsv = ['merchant_name\t', ...names.map((name) => `${name}\t`)];
  const body = writeForm(
    'tsv',
    names.map((_, at) => row(at + 11)),
  ).split('\n');
  const files = {
    [`${folder}/a.ndjson`]: toNdjson(rows),
    [`${folder}/b.tsv`]: tsv.map((cell, at) => cell + body[at]).join('\n'),
    // A blank before the quote makes it text.
    [`${folder}/c.csv`]: writeForm('csv', [row(21)])
      .replace('channel', 'channel,merchant_name')
      .replace('pos', 'pos, "Acme"'),
  };
  const { summary } = await acceptFiles(lake, files);
  expect(summary.rows.accepted).toBe(11);
  const place = { file: `${folder}/a.ndjson`, line: 1 };
  expect(summary.findings).toEqual([
    { kind: 'outer_quotes', column: 'merchant_name', value: '"Acme"', count: 5, ...place },
  ]);
});

test('what a native feed declares for nothing is missing, on the fast path and on the slow', async () => {
  const words = { ...transactions, shape: { form: 'native' as const, nullWords: ['NULL', '\\N', '-'] } };
  const rows = [
    row(1, { original_transaction_id: 'NULL', merchant_name: ' null ', version: '\\N' }),
    row(2, { original_transaction_id: '\\n', note: '[' }),
    row(3, { customer_id: 'Null' }),
    row(4, { merchant_name: 'nullable', status: '-' }),
  ];
  for (const [name, text] of [
    ['a.ndjson', toNdjson(rows)],
    ['a.json', JSON.stringify(rows)],
    ['a.csv', writeForm('csv', rows)],
    ['a.tsv', writeForm('tsv', rows)],
  ] as const) {
    const accepted = await acceptFiles(lake, { [`${folder}/${name}`]: text }, [words]);
    const first = name.endsWith('json') && !name.endsWith('ndjson') ? 1 : name === 'a.ndjson' ? 1 : 2;
    expect(
      accepted.rows
        .map((one) => [one.transaction_id, one.version, one.merchant_name, one.original_transaction_id])
        .sort(),
    ).toEqual([
      ['txn-odd100', '1', null, null],
      ['txn-odd200', '1', null, null],
    ]);
    expect(accepted.quarantine.map(({ line, rules }) => [line - first, rules])).toEqual([
      [2, ['missing:customer_id']],
      [3, ['missing:status']],
    ]);
  }
  const undeclared = await acceptFiles(lake, { [`${folder}/a.ndjson`]: toNdjson(rows) });
  expect(undeclared.summary.rows.accepted).toBe(1);
});
