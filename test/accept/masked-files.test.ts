import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maskStream } from '../../lib/lake/mask-stream.ts';
import { type Accepted, acceptFiles } from '../laws/accept-files.ts';
import { hostileText } from '../laws/hostile-lines.ts';
import { nativeRow } from '../laws/native-row.ts';
import { hasBareCardNumber } from '../laws/oracle/has-card-number.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

async function mask(text: string, json: boolean): Promise<Buffer> {
  const pieces: Buffer[] = [];
  async function* whole(): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
  }
  for await (const piece of maskStream(whole(), { json }, () => {})) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Rules by line that only the one says. */
const rulesOnlyIn = (one: Accepted, other: Accepted): string[] => {
  const known = new Map(other.quarantine.map(({ line, rules }) => [line, rules]));
  return one.quarantine.flatMap(({ line, rules }) => rules.filter((rule) => !known.get(line)?.includes(rule)));
};

/** Of a column with a pattern the mask breaks that as well; else both are judged alike. */
function expectAlike(masked: Accepted, bare: Accepted): void {
  expect(rulesOnlyIn(bare, masked)).toEqual([]);
  const added = rulesOnlyIn(masked, bare);
  expect(added.filter((rule) => !rule.startsWith('invalid:'))).toEqual([]);
  expect(masked.rows).toEqual(bare.rows);
  expect(masked.held).toEqual(bare.held);
  expect(masked.summary.rows).toEqual(bare.summary.rows);
  if (!added.includes('invalid:amount')) expect(masked.summary.money).toEqual(bare.summary.money);
  for (const { raw } of masked.quarantine) expect(hasBareCardNumber(raw)).toBe(false);
}

test('a native file is judged alike whether its card numbers were masked on their way in or not', async () => {
  const key = 'transactions/ingest_date=2025-09-10/a.ndjson';
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      const bare = await acceptFiles(lake, { [key]: text });
      const masked = await acceptFiles(lake, { [key]: await mask(text, true) });
      expectAlike(masked, bare);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

const columns = Object.keys(nativeRow());
const csv = (changes: Record<string, unknown>): string =>
  `${columns.join(',')}\n${[nativeRow(changes), nativeRow({ transaction_id: 'txn-000002' })]
    .map((row) => columns.map((name) => row[name]).join(','))
    .join('\n')}\n`;

test.each([
  ['an id', { card_id: '4111111111111111' }],
  ['groups', { merchant_id: '5555 5555 5555 4444' }],
  ['dashes', { merchant_id: '3782-822463-10005' }],
  ['19 digits in groups', { channel: '6304-0000-0000-0000-000' }],
])('a delimited file is judged alike: %s', async (_, changes) => {
  const key = 'transactions/ingest_date=2025-09-10/a.csv';
  const bare = await acceptFiles(lake, { [key]: csv(changes) });
  const masked = await acceptFiles(lake, { [key]: await mask(csv(changes), false) });
  expect(bare.quarantine.map(({ rules }) => rules.includes('card_number'))).toEqual([true]);
  expectAlike(masked, bare);
});
