import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../lib/operate/draft/draft.ts';
import type { FeedCheck } from '../../lib/operate/feeds/check-feed-files.ts';
import { paylake, paylakeJson, startPaylake, testFolder } from './paylake.ts';

const fixture = (file: string): string => fileURLToPath(new URL(`../draft/fixtures/${file}`, import.meta.url));
const defineFeed = fileURLToPath(new URL('../../lib/feeds/define-feed.ts', import.meta.url));

const header = 'Ref,Date,Supplier,Amount';
const goodRow = 'AB-100001,03/04/2025,Made Up Stores,12.50';

/** A declaration in a file, as a person writes one; `change` is put over its columns. */
function declare(change = ''): string {
  return `import { defineFeed } from '${defineFeed}';
export const spend = defineFeed({
  name: 'spend', dataset: 'transactions', description: 'Spend.', zone: 'Europe/London',
  lateDays: 2, lookbackDays: 30, idPrefix: 'sp-',
  shape: {
    form: 'csv',
    header: ['Ref', 'Date', 'Supplier', 'Amount'],
    money: { amount: 'Amount', currency: { constant: 'GBP' } },
    columns: {
      transaction_id: { from: 'Ref' }, customer_id: { constant: 'unknown' }, card_id: { constant: 'none' },
      merchant_id: { hashOf: 'Supplier', prefix: 'm-' }, merchant_name: { from: 'Supplier' },
      txn_ts: { timeFrom: 'Date', format: 'dd/mm/yyyy' }, amount: { money: 'amount' }, currency: { money: 'currency' },
      mcc: { constant: '0000' }, status: { constant: 'approved' }, is_refund: { money: 'isNegative' },
      channel: { constant: 'unknown' }, ${change}
    },
  },
});
`;
}

async function write(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('feed draft', () => {
  it('prints the same draft as JSON, and writes a file that feed check loads', async () => {
    const folder = await testFolder();
    const input = fixture('payments-page.json');
    const { status, document } = await paylakeJson<Draft & { schema: string }>('feed', 'draft', input);
    expect([status, document.schema, document.feed.name]).toEqual([0, 'paylake.feed-draft/1', 'payments-page']);
    expect(document.reasons).toContainEqual({ at: 'shape.rows', why: expect.stringContaining('25') });

    const out = join(folder, 'my-shop.ts');
    expect(await paylake('feed', 'draft', input, '--out', out)).toMatchObject({ status: 0 });
    const check = await paylakeJson<FeedCheck>('feed', 'check', out, '--input', input);
    expect(check.status).toBe(0);
    expect(check.document).toMatchObject({
      schema: 'paylake.feed-check/1',
      feed: 'my-shop',
      ingestDate: '2025-09-02',
      ingestDateIs: 'latest row',
      rows: { in: 25, accepted: 25, quarantined: 0, held: 0 },
    });

    const before = await readFile(out, 'utf8');
    const again = await paylakeJson('feed', 'draft', input, '--out', out);
    expect([again.status, again.document.error.kind]).toEqual([2, 'usage']);
    expect(await readFile(out, 'utf8')).toBe(before);
  });

  it.each([
    ['nothing.csv', undefined, /is no file/],
    ['book.csv', 'PK\u0003\u0004\0\0', /zip archive/],
    ['words.txt', 'hello\nworld\n', /nothing parts the lines/],
    ['empty.csv', '', /no rows are seen/],
  ])('of %s ends with 2 and says why', async (name, text, reason) => {
    const folder = await testFolder();
    if (text !== undefined) await writeFile(join(folder, name), text);
    const { status, document } = await paylakeJson('feed', 'draft', join(folder, name));
    expect(status).toBe(2);
    expect(document.error.message).toMatch(reason);
  });
});

describe('feed check', () => {
  it('shows rows by verdict and rule, money, and rows beside their source, and leaves nothing behind', async () => {
    const folder = await testFolder();
    const feed = await write(folder, 'spend.ts', declare());
    const lines = [
      header,
      goodRow,
      'AB-100002,03/13/2025,Made Up Stores,7.00',
      'AB-100003,01/01/2025,Fleet,-2.25',
      ',,,',
    ];
    const input = await write(folder, 'spend.csv', `${lines.join('\n')}\n`);
    const { status, document } = await paylakeJson<FeedCheck>('feed', 'check', feed, '--input', input);
    expect(status).toBe(0);
    expect(document).toMatchObject({
      ingestDate: '2025-04-03',
      rows: { in: 3, accepted: 1, quarantined: 1, held: 1 },
      blank: 1,
      money: { GBP: { in: '17.25', accepted: '12.50', quarantined: '7.00', held: '-2.25' } },
      refused: [],
      blocked: null,
    });
    expect(document.rules).toEqual([
      {
        rule: 'invalid:txn_ts',
        rows: 1,
        example: { file: expect.stringMatching(/spend\.csv$/), line: 3, raw: lines[2] },
      },
      { rule: 'held: came too late', rows: 1, example: expect.objectContaining({ line: 4 }) },
    ]);
    const [first] = document.mapped;
    expect(first).toMatchObject({ file: 'spend.csv', line: 2, verdict: 'accepted', rules: [] });
    const shown = Object.fromEntries((first?.columns ?? []).map(({ column, ...seen }) => [column, seen]));
    expect(shown).toMatchObject({
      transaction_id: { value: 'sp-AB-100001', from: { Ref: 'AB-100001' } },
      txn_ts: { value: '2025-04-02 23:00:00', from: { Date: '03/04/2025' } },
      amount: { value: '12.50', from: { Amount: '12.50' } },
      status: { value: 'approved', from: {} },
    });
    expect(document.mapped.map(({ verdict }) => verdict)).toEqual(['accepted', 'quarantined', 'held']);
    expect((await readdir(folder)).sort()).toEqual(['spend.csv', 'spend.ts']);

    const scratch = await testFolder();
    const { outcome } = startPaylake(['feed', 'check', feed, '--input', input], { env: { TMPDIR: scratch } });
    const left = async (): Promise<string[]> => (await readdir(scratch)).filter((name) => name.startsWith('paylake'));
    expect([(await outcome).status, await left()]).toEqual([0, []]);

    const given = await paylakeJson<FeedCheck>('feed', 'check', feed, '--input', input, '--ingest-date', '2025-01-02');
    expect(given.document).toMatchObject({ ingestDateIs: 'given', rows: { accepted: 1, quarantined: 2, held: 0 } });
  });

  it('says that a run would stop where so many rows are bad that the gate blocks, still with 0', async () => {
    const folder = await testFolder();
    const feed = await write(folder, 'spend.ts', declare());
    const bad = Array.from({ length: 6 }, (_, at) => `AB-20000${at},2025-04-03,Fleet,1.00`);
    const input = await write(folder, 'spend.csv', `${[header, goodRow, ...bad].join('\n')}\n`);
    const { status, document } = await paylakeJson<FeedCheck>('feed', 'check', feed, '--input', input);
    expect([status, document.rows.quarantined]).toEqual([0, 6]);
    expect(document.blocked).toMatch(/6 of 7 rows quarantined/);
  });

  it('names a declaration that is wrong before it reads a file: exit 2', async () => {
    const folder = await testFolder();
    const feed = await write(
      folder,
      'spend.ts',
      declare("status: { constant: 'fine' }, merchant_name: { from: 'Suplier' },"),
    );
    const { status, document } = await paylakeJson('feed', 'check', feed, '--input', join(folder, 'is-not-there.csv'));
    expect([status, document.error.kind]).toEqual([2, 'usage']);
    expect(document.error.message).toMatch(/columns\.status.*"fine"/);
    expect(document.error.message).toMatch(/"Suplier"/);
    expect(document.error.next).toContain('spend.ts');
  });

  it('names a refused file with what to do, shows the others, and ends with 2', async () => {
    const folder = await testFolder();
    const feed = await write(folder, 'spend.ts', declare());
    const files = join(folder, 'in');
    await mkdir(files);
    await write(files, 'good.csv', `${header}\n${goodRow}\n`);
    await write(files, 'other.csv', 'a,b\n1,2\n');
    await write(files, '_SUCCESS', 'x');
    const { status, document, stderr } = await paylakeJson<FeedCheck>('feed', 'check', feed, '--input', files);
    expect(status).toBe(2);
    expect(document.refused).toEqual([
      { file: expect.stringContaining('other.csv'), reason: expect.stringMatching(/Ref/), remedy: expect.any(String) },
    ]);
    expect(document.rows.accepted).toBe(1);
    expect(stderr).toContain('_SUCCESS');
  });

  it('shows no card number of a row', async () => {
    const folder = await testFolder();
    const feed = await write(folder, 'spend.ts', declare());
    const input = await write(folder, 'spend.csv', `${header}\nAB-100001,03/04/2025,paid 4111 1111 1111 1111,12.50\n`);
    const outcome = await paylake('feed', 'check', feed, '--input', input);
    expect(outcome.stdout).toContain('card_number: 1 rows');
    expect(outcome.stdout + outcome.stderr).not.toContain('4111 1111 1111 1111');
  });

  it.each([
    ['no-such-feed', /unknown feed/],
    ['./not-there.ts', /is not there/],
  ])('of %s ends with 2', async (name, reason) => {
    const { status, document } = await paylakeJson('feed', 'check', name, '--input', fixture('order-lines.csv'));
    expect(status).toBe(2);
    expect(document.error.message).toMatch(reason);
  });
});
