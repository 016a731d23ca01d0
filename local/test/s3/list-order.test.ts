import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPage } from '../../s3/operations/list-page.ts';
import { compareUtf8 } from '../../s3/storage/compare-utf8.ts';
import { closeStore, openStore, type Store } from '../../s3/storage/store.ts';
import { foldersIn } from './scratch-endpoint.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paylake-s3-list-'));
let store: Store;
let buckets = 0;

beforeAll(() => {
  store = openStore(foldersIn(scratch));
});

afterAll(() => {
  closeStore(store);
  rmSync(scratch, { recursive: true, force: true });
});

// Characters around `/` in byte order, and such as UTF-16 sorts wrongly.
const segment = fc.string({
  unit: fc.constantFrom('a', 'b', '-', '.', '0', '!', 'é', '한', '\uffee', '🙂'),
  minLength: 1,
  maxLength: 3,
});
const name = segment.filter((text) => text !== '.' && text !== '..');
const key = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const keys = fc
  .uniqueArray(key, { maxLength: 25, size: 'max' })
  .map((all) => all.filter((one) => !all.some((other) => other.startsWith(`${one}/`))));

const query = fc.record({
  prefix: fc.oneof(
    fc.constant(''),
    key,
    key.map((text) => text.slice(0, 2)),
    key.map((text) => `${text}/`),
  ),
  delimiter: fc.constantFrom('', '/', '/', '-', 'a', '/a', '🙂'),
  startAfter: fc.oneof(
    fc.constant(''),
    key,
    key.map((text) => `${text}/`),
  ),
  maxKeys: fc.integer({ min: 1, max: 6 }),
});

test('every page of a listing is what a sorted list of keys gives', async () => {
  await fc.assert(
    fc.asyncProperty(keys, query, async (stored, { prefix, delimiter, startAfter, maxKeys }) => {
      const bucket = makeBucket(stored);
      const expected = model(stored, prefix, delimiter, startAfter);
      const pages: string[][] = [];
      let position: { after: string; skip: string } | undefined = { after: startAfter, skip: '' };
      while (position) {
        const page = await listPage(store, bucket, { prefix, delimiter, maxKeys, position });
        pages.push(page.entries.map((entry) => ('prefix' in entry ? `prefix ${entry.prefix}` : entry.key)));
        position = page.next;
      }
      expect(pages.flat()).toEqual(expected);
      expect(pages.slice(0, -1).every((page) => page.length === maxKeys)).toBe(true);
      expect(pages.length).toBe(Math.max(1, Math.ceil(expected.length / maxKeys)));
    }),
    { numRuns: 200 },
  );
});

test('compareUtf8 orders like the bytes', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

function makeBucket(stored: string[]): string {
  buckets += 1;
  const bucket = `bucket-${buckets}`;
  mkdirSync(join(store.root, bucket));
  for (const one of stored) {
    const path = join(store.root, bucket, one);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'x');
  }
  return bucket;
}

function model(stored: string[], prefix: string, delimiter: string, startAfter: string): string[] {
  const sorted = stored
    .filter((one) => one.startsWith(prefix))
    .filter((one) => Buffer.compare(Buffer.from(one), Buffer.from(startAfter)) > 0)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const lines = sorted.map((one) => {
    const at = delimiter === '' ? -1 : one.indexOf(delimiter, prefix.length);
    return at < 0 ? one : `prefix ${one.slice(0, at + delimiter.length)}`;
  });
  return lines.filter((line, index) => line !== lines[index - 1]);
}
