import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feeds } from '../../lib/datasets/find-feed.ts';
import { checkFeed } from '../../lib/feeds/check/check-feed.ts';
import type { Feed } from '../../lib/feeds/feed.ts';
import { isTimeFormat } from '../../lib/feeds/map/compile-time.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { acceptFiles } from './accept-files.ts';

/*
 * docs/feeds.md is read as a person reads it: its example is run on its own file, and every field there is stands on it.
 */

let page: string;
let folder: string;
let feed: Feed;
let endpoint: ScratchEndpoint;
beforeAll(async () => {
  page = await readFile(new URL('../../docs/feeds.md', import.meta.url), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'paylake-page-'));
  const path = join(folder, 'card-portal.ts');
  await writeFile(path, block('ts').replace('../lib', join(import.meta.dirname, '../../lib')));
  feed = (await import(path)).cardPortal;
  endpoint = await startScratchEndpoint();
});
afterAll(async () => {
  await endpoint.remove();
  await rm(folder, { recursive: true });
});

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';
}

test('the example does to its file what the page says', async () => {
  feeds[feed.name] = feed;
  const bytes = Buffer.from(block('csv'), 'latin1');
  const key = `${feed.name}/ingest_date=2025-10-01/payments.csv`;
  const { rows, summary, quarantined } = await acceptFiles(endpoint, '2025-10-01', { [key]: bytes });
  expect(quarantined).toEqual([]);
  expect(rows.map((row) => [row.transaction_id, row.amount, row.is_refund, row.merchant_name])).toEqual([
    ['cp-2025-09-01_1001', '1234.56', 'false', 'Café Nord'],
    ['cp-2025-09-01_1002', '34.56', 'true', 'Café Nord'],
    ['cp-2025-09-02_1003', '20.00', 'false', 'Nord; Books'],
  ]);
  expect(summary.money.in).toEqual({ EUR: '1220.00' });
  expect(summary.feeds[feed.name]?.leftOut).toEqual({ 'Kind is Payout': 1, footer: 1 });
});

test('every field that a declaration can have stands on the page', () => {
  // The checks name what there can be; `zzz` is told as nothing of it.
  const odd = { zzz: 1 };
  const { shape } = feed;
  if (shape.form !== 'csv') throw new Error('the example is a CSV feed');
  const fields = ['from', 'join', 'hashOf', 'lastDigitsOf', 'timeFrom', 'numberFrom'].map((kind) => ({
    [kind]: 'Ref',
    ...odd,
  }));
  const asked = [
    { ...feed, ...odd },
    { ...feed, shape: { ...shape, ...odd } },
    { ...feed, shape: { ...shape, form: 'json', ...odd } },
    { ...feed, shape: { ...shape, money: { ...shape.money, ...odd } } },
    ...fields.map((field) => ({
      ...feed,
      shape: { ...shape, columns: { merchant_name: field, txn_ts: field, amount: field } },
    })),
  ] as unknown as Feed[];
  const told = asked
    .flatMap(checkFeed)
    .flatMap((problem) => /"zzz" means nothing here: there can be (.*)/.exec(problem)?.[1] ?? []);
  const names = new Set(told.flatMap((list) => list.split(', ')));
  expect(names.size).toBeGreaterThan(40);
  expect([...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});

test('every format on the page is one', () => {
  const section = page.slice(page.indexOf('## Times'), page.indexOf('## Money'));
  const formats = [...section.matchAll(/'((?:[dmy]+[/.-]|epoch|iso|yyyymmdd|ddmmyyyy|mon )[^']*)'/g)].map(
    ([, format = '']) => format,
  );
  expect(formats.length).toBeGreaterThan(15);
  expect(formats.filter((format) => !isTimeFormat(format))).toEqual([]);
});

test('its lines are short enough to read', () => {
  expect(page.split('\n').filter((line) => line.length > 120)).toEqual([]);
});
