import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { purchaseCards } from '../../lib/datasets/transactions/feeds/purchase-cards.ts';
import { transactions as native } from '../../lib/datasets/transactions/feeds/transactions.ts';
import type { DelimitedShape, Feed } from '../../lib/feeds/feed.ts';
import type { Engine } from '../../lib/lake/engine.ts';
import type { DateSummary } from '../../lib/run/date-summary.ts';
import type { ItemProgress, TellProgress } from '../../lib/run/item-progress.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

const opened = vi.hoisted((): { engine?: Engine; workers: number } => ({ workers: 1 }));
vi.mock('../../lib/lake/engine.ts', async () => {
  const { openEngine } = await import('../laws/warm-engine.ts');
  return {
    openEngine: async (): Promise<Engine> => {
      opened.engine = { ...(await openEngine()), workers: opened.workers };
      return opened.engine;
    },
  };
});

/*
 * How a date's files are taken: in batches of bounded size, each file whole or not at all, and what is told of them.
 */

let lake: ScratchLake;
beforeAll(async () => {
  lake = await openMemoryLake(memoryS3);
});
afterAll(() => lake.remove());

const day = 'ingest_date=2025-09-10';
const key = (name: string, feed = 'transactions'): string => `${feed}/${day}/${name}`;
const row = (at: number, changes: Record<string, unknown> = {}): string =>
  toNdjson([nativeRow({ transaction_id: `txn-${String(at).padStart(6, '0')}`, ...changes })]);

type Told = { summary: DateSummary; told: ItemProgress[] };
/** Accepts the files in the order in which they stand here. */
async function accept(
  files: Record<string, string | Buffer>,
  tell: TellProgress = async () => {},
  cards: Feed = purchaseCards,
): Promise<Told> {
  const fresh = await lake.another();
  for (const [name, bytes] of Object.entries(files)) await fresh.put(name, bytes);
  const listed = Object.entries(files).map(([name, bytes]) => ({
    key: name,
    size: Buffer.byteLength(bytes),
    feed: name.split('/')[0] ?? '',
  }));
  const told: ItemProgress[] = [];
  const date = { ingestDate: '2025-09-10', fingerprint: '', files: listed, released: false, derive: true };
  const feeds = [cards, { ...native, shape: { form: 'native' as const, nullWords: ['-'] } }];
  const summary = await acceptDate(fresh, transactions, date, {
    prefix: '_staged/',
    memoryMiB: 512,
    feeds,
    tell: async (progress) => {
      told.push(progress);
      await tell(progress);
    },
  });
  return { summary, told };
}

test('small files are read together, sixty-four at a time', async () => {
  const files = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [key(`${100 + at}`), row(at)]));
  const { summary, told } = await accept(files);
  expect(told.map(({ rows }) => rows)).toEqual([64, 65]);
  expect(summary.rows.accepted).toBe(65);
  expect(summary.files.map(({ rows }) => rows)).toEqual(Object.keys(files).map(() => 1));
});

test('so many lines at most are read together, and documents of one kind', async () => {
  const lines = '\n'.repeat(50_000);
  const header = Object.keys(nativeRow()).join(',');
  const csv = `${header}\n${Object.values(nativeRow()).join(',')}\n`;
  const { told, summary } = await accept({
    [key('a')]: lines,
    [key('b')]: lines,
    [key('c')]: row(1),
    [key('d.csv')]: csv,
    [key('e')]: row(2),
  });
  expect(told.map(({ rows }) => rows)).toEqual([100_000, 100_001, 100_002, 100_003]);
  expect(summary.rows.accepted).toBe(3);
});

test('a file that is refused is let go of, and its remedy names it', async () => {
  const bodies: Readable[] = [];
  const send = memoryS3.send.bind(memoryS3);
  const spy = vi.spyOn(memoryS3, 'send').mockImplementation(async (command) => {
    const answer = await send(command);
    if (command instanceof GetObjectCommand) {
      const body = (answer as { Body: Readable }).Body;
      bodies.push(body);
    }
    return answer;
  });
  const workbook = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(300_000)]);
  const utf16 = Buffer.from(row(1), 'utf16le');
  const { summary } = await accept({ [key('a')]: workbook, [key('b')]: utf16 }).finally(() => spy.mockRestore());
  expect(summary.refused).toHaveLength(2);
  expect(summary.refused[1]?.remedy).toContain('ingest_date=2025-09-10/b');
  expect(bodies.map(({ destroyed }) => destroyed)).toEqual([true, true]);
});

test('what goes wrong and is no fault of a file fails the date', async () => {
  const missing = { key: key('none'), size: 1, feed: 'transactions' };
  const date = { ingestDate: '2025-09-10', fingerprint: '', files: [missing], released: false, derive: true };
  const accepting = acceptDate(await lake.another(), transactions, date, { prefix: '', memoryMiB: 256 });
  await expect(accepting).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a connection that breaks fails the date: it is no fault of the file', async () => {
  const send = memoryS3.send.bind(memoryS3);
  const spy = vi.spyOn(memoryS3, 'send').mockImplementation(async (command) => {
    if (!((command as unknown) instanceof GetObjectCommand)) return send(command);
    const Body = Readable.from(
      (async function* () {
        yield Buffer.from(row(1));
        throw new Error('connection reset');
      })(),
    );
    return { Body } as never;
  });
  await expect(accept({ [key('a')]: row(1) }).finally(() => spy.mockRestore())).rejects.toThrow(/^connection reset$/);
});

test('after a failure nobody reads on', async () => {
  opened.workers = 2;
  const spy = vi.spyOn(memoryS3, 'send');
  const files = Object.fromEntries(Array.from({ length: 640 }, (_, at) => [key(`${1000 + at}`), '\n']));
  const failing = accept(files, async () => {
    throw new Error('no more');
  });
  await expect(failing).rejects.toThrow('no more');
  const read = spy.mock.calls.filter(([command]) => (command as unknown) instanceof GetObjectCommand).length;
  spy.mockRestore();
  opened.workers = 1;
  expect(read).toBeGreaterThan(63);
  expect(read).toBeLessThan(640);
});

test('a file that came twice is told with the one before it of that content; files of one size alone are not', async () => {
  const { summary } = await accept({
    [key('a')]: row(1),
    [key('b')]: row(2),
    [key('c')]: row(1),
    [key('d')]: row(1),
    [key('e')]: row(123, { note: 'another size' }),
  });
  const twins = summary.findings.filter(({ kind }) => kind === 'identical_file');
  const twin = (file: string, value: string): object => ({ kind: 'identical_file', value, count: 1, file, line: 1 });
  expect(twins).toEqual([twin(key('c'), key('a')), twin(key('d'), key('c'))]);
});

test('an unknown column is told once a file: where it stands first, in how many rows, its name masked', async () => {
  const card = '4111111111111111';
  const { summary } = await accept({
    [key('a')]: row(1) + row(2, { tip: 1 }) + row(3, { note: '', tip: 2 }) + row(4, { tip: null }),
    [key('b')]: row(5, { [card]: '', tip: 1 }),
  });
  const unknown = (value: string, count: number, file: string, line: number): object => ({
    ...{ kind: 'unknown_column', value, count, file, line },
  });
  expect(summary.findings).toEqual([
    unknown('411111••••••1111', 1, key('b'), 1),
    unknown('note', 1, key('a'), 3),
    unknown('tip', 3, key('a'), 2),
    unknown('tip', 1, key('b'), 1),
  ]);
});

test('a word without a meaning is told once, with its first place in the order of names, not of reading', async () => {
  const cards = (words: string[]): string =>
    [
      'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3,TRANS CAC DESC 1',
      ...words.map((word) => `29/04/14,VR,52.32,shell kings 587,************5770,K020,RV12N,A00,${word}`),
    ].join('\n');
  const { summary } = await accept({
    [key('b.csv', 'purchase-cards')]: cards(['Odd', 'Other', 'Odd']),
    [key('a.csv', 'purchase-cards')]: cards(['Books', 'Odd 4111111111111111', 'Odd']),
    [key('c.csv', 'purchase-cards')]: cards(['Odd']),
  });
  const column = 'TRANS CAC DESC 1';
  const odd = summary.findings.filter(({ value }) => value.startsWith('O'));
  const file = key('a.csv', 'purchase-cards');
  expect(odd).toEqual([
    { kind: 'unmapped_category', column, value: 'Odd', count: 4, file, line: 4 },
    { kind: 'unmapped_category', column, value: 'Odd 411111••••••1111', count: 1, file, line: 3 },
    { kind: 'unmapped_category', column, value: 'Other', count: 1, file: key('b.csv', 'purchase-cards'), line: 3 },
  ]);
});

test("a word is told with its column, and a mapped feed's words for nothing are none of what it maps to", async () => {
  const shape = purchaseCards.shape as DelimitedShape;
  const feed: Feed = {
    ...purchaseCards,
    shape: {
      ...shape,
      nullWords: ['unknown'],
      columns: {
        ...shape.columns,
        channel: { from: 'TRANS CAC DESC 2', values: { Till: 'pos' }, otherwise: 'unknown' },
      },
    },
  };
  const text = [
    'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3,TRANS CAC DESC 1,TRANS CAC DESC 2',
    // Of such a name a row is looked at closely.
    '29/04/14,VR,52.32,NaN,************5770,K020,,A00,Odd,Odd',
  ].join('\n');
  const { summary } = await accept({ [key('a.csv', 'purchase-cards')]: text }, async () => {}, feed);
  expect(summary.rows).toMatchObject({ in: 1, accepted: 1 });
  const words = summary.findings.filter(({ kind }) => kind === 'unmapped_category');
  expect(words.map(({ column, value, count }) => [column, value, count])).toEqual([
    ['TRANS CAC DESC 1', 'Odd', 1],
    ['TRANS CAC DESC 2', 'Odd', 1],
  ]);
});

test("the fields of each file are told with JSON's names for their types; null only where there is nothing else", async () => {
  const { summary } = await accept({
    [key('a')]:
      row(1, { tip: null, none: null, list: [1], map: {}, flag: true }) + row(2, { tip: 5, none: null, late: 'x' }),
    [key('b.tsv')]:
      `${Object.keys(nativeRow()).join('\t')}\t4111111111111111\n${Object.values(nativeRow()).join('\t')}\t\n`,
  });
  const native = Object.fromEntries(Object.keys(nativeRow()).map((name) => [name, 'string']));
  expect(summary.files.map(({ columns }) => columns)).toEqual([
    { ...native, tip: 'number', none: 'null', list: 'array', map: 'object', flag: 'boolean', late: 'string' },
    Object.fromEntries([...Object.keys(native), '411111••••••1111'].map((name) => [name, 'text'])),
  ]);
});

test("a native feed's words for nothing are nothing, also where a row is looked at closely", async () => {
  const { summary } = await accept({
    [key('a')]:
      row(1, { merchant_name: '-' }) + row(2, { original_transaction_id: ' - ', note: [1] }) + row(3, { mcc: '-' }),
  });
  expect(summary.rows).toEqual({ in: 3, accepted: 2, quarantined: 1, held: 0 });
  expect(summary.rules).toEqual({ 'missing:mcc': 1 });
});

/** Rows of 0.9 MB each: of twenty a batch is full. */
const wide = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => row(from + at, { note: 'x'.repeat(900_000) })).join('');

test('so many bytes at most are read together, and what is read stands on disk no longer', async () => {
  const left: string[][] = [];
  const files = { [key('a')]: wide(100, 10), [key('b')]: wide(200, 10), [key('c')]: row(9) };
  const { told, summary } = await accept(files, async () => {
    left.push(await readdir(opened.engine?.scratch ?? ''));
  });
  expect(told.map(({ rows }) => rows)).toEqual([20, 21]);
  expect(summary.rows.accepted).toBe(21);
  expect(left).toEqual([['transactions-3.ndjson'], []]);
  await expect(readdir(opened.engine?.scratch ?? '')).rejects.toThrow('ENOENT');
});

test('of a file that cannot be read to its end no row, finding or record left out stays, however far it was read', async () => {
  const torn = gzipSync(Buffer.concat([Buffer.from(wide(300, 20)), Buffer.from('{"a":"\xff"}', 'latin1')]), {
    level: 1,
  });
  const cards = [
    'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3',
    ',,,,,,,',
    '29/04/14,VR,52.32,shell kings 587,************5770,K020,RV12N,A00',
    ',,,,,,,',
  ].join('\n');
  const { summary } = await accept({
    [key('a')]: torn,
    [key('b')]: row(5, { tip: 1, mcc: 'x' }),
    [key('c.csv', 'purchase-cards')]: cards,
    [key('d.csv', 'purchase-cards')]: `${cards}\n,,,,,,,\n`,
    [key('e.csv', 'purchase-cards')]: Buffer.concat([Buffer.from(cards), Buffer.from('\n\xff', 'latin1')]),
  });
  expect(summary.refused.map((file) => file.key)).toEqual([key('e.csv', 'purchase-cards'), key('a')]);
  expect(summary.refused[1]).toEqual({
    key: key('a'),
    reason: expect.stringMatching(/^line 21 is not UTF-8/),
    remedy: expect.any(String),
  });
  expect(summary.rows).toEqual({ in: 3, accepted: 2, quarantined: 1, held: 0 });
  expect(summary.files.map(({ rows }) => rows)).toEqual([0, 1, 1, 1, 0]);
  expect(summary.findings.filter(({ kind }) => kind === 'unknown_column').map(({ file }) => file)).toEqual([key('b')]);
  expect(summary.feeds['purchase-cards']).toMatchObject({ rows: 2, blank: 5, leftOut: {} });
});
