import { afterAll, beforeAll, expect, test } from 'vitest';
import { listObjects } from '../../lib/lake/objects.ts';
import type { RunReport } from '../../lib/run/records.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { readObject } from '../laws/read-object.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

const runOn = (lake: ScratchLake, date: string): Promise<RunReport | undefined> =>
  driveRun(lake, { from: date, to: date, accept: ['quarantined_share'] });

/** Every row of the NDJSON files under a prefix. */
async function readNdjson(lake: ScratchLake, prefix: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const { key } of await listObjects(lake.silver, prefix)) {
    expect(key).toMatch(/\.ndjson$/);
    const lines = (await readObject(lake.silver, key)).toString().split('\n');
    expect(lines.pop(), `${key} ends with a line break`).toBe('');
    rows.push(...lines.map((line): unknown => JSON.parse(line)));
  }
  return rows;
}

test('quarantined and held rows stand one JSON object a line, with raw text, rules, file, line and contract version', async () => {
  const lake = await origin.another();
  const key = 'transactions/ingest_date=2025-09-10/a "b" \'c\'.ndjson';
  const late = JSON.stringify(nativeRow({ txn_ts: '2025-09-07T12:00:00', merchant_name: 'Café\u2028\t"x"' }));
  const card = JSON.stringify(nativeRow({ memo: 'card 4111 1111 1111 1111.', mcc: 'x' }));
  const cardLate = JSON.stringify(nativeRow({ txn_ts: '2025-09-07', memo: 5555555555554444 }));
  await lake.put(key, ['', late, card, '\t{"torn": "한글', cardLate, '{}'].join('\r\n'));
  expect((await runOn(lake, '2025-09-10'))?.status).toBe('succeeded');
  const common = { file: key, contractVersion: 1 };
  expect(await readNdjson(lake, '_held/transactions/ingest_date=2025-09-10/')).toEqual([
    { ...common, raw: late, rules: [], line: 2 },
  ]);
  expect(await readNdjson(lake, '_quarantine/transactions/ingest_date=2025-09-10/')).toEqual([
    {
      ...common,
      raw: card.replace('4111 1111 1111 1111', '4111 11•• •••• 1111'),
      rules: ['invalid:mcc', 'card_number'],
      line: 3,
    },
    { ...common, raw: '\t{"torn": "한글', rules: ['malformed'], line: 4 },
    { ...common, raw: cardLate.replace('5555555555554444', '555555••••••4444'), rules: ['card_number'], line: 5 },
    { ...common, raw: '{}', rules: ['blank_row'], line: 6 },
  ]);
});

const header =
  'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3,TRANS CAC DESC 1';
const native = 'transactions/ingest_date=2025-09-10/a.ndjson';
const mapped = 'purchase-cards/ingest_date=2025-09-10/a.csv';
const numbers = ['4111111111111111', '5555 5555 5555 4444', '3782-822463-10005'];

test.each([
  [
    'a known field',
    native,
    (number: string) => toNdjson([nativeRow({ merchant_name: number }), nativeRow({ mcc: number })]),
  ],
  ['an unknown field', native, (number: string) => toNdjson([nativeRow({ deep: [{ number }] })])],
  ['the name of a field', native, (number: string) => toNdjson([nativeRow({ [number]: 1 })])],
  ['a currency or a date', native, (number: string) => toNdjson([nativeRow({ currency: number, txn_ts: number })])],
  ['a torn line', native, (number: string) => `{"note":"${number}"`],
  ['a cell', mapped, (number: string) => `${header}\n10/09/25,VR,5,${number},*5770,K,R,A,Books\n`],
  [
    'a category the feed does not know',
    mapped,
    (number: string) => `${header}\n10/09/25,VR,5,shop,*5770,K,R,A,${number}\n`,
  ],
  ['the name of a column', mapped, (number: string) => `${header},${number}\n10/09/25,VR,5,shop,*5770,K,R,A,Books,\n`],
])('a card number in %s gets into no object of Silver, staged, published or reported', async (_, key, spell) => {
  const lake = await origin.another();
  for (const [at, number] of numbers.entries()) await lake.put(key.replace('/a.', `/${at}.`), spell(number));
  await runOn(lake, '2025-09-10');
  const leaks: string[] = [];
  for (const { key } of await listObjects(lake.silver, '')) {
    const bytes = await readObject(lake.silver, key);
    leaks.push(...numbers.filter((number) => bytes.includes(number)).map((number) => `${key}: ${number}`));
  }
  expect(leaks).toEqual([]);
});
