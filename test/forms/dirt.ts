import { gzipSync, zstdCompressSync } from 'node:zlib';
import { nativeRow } from '../laws/native-row.ts';
import { type Cell, type Form, writeForm } from './write-form.ts';

/** What comes of a file: all rows accepted, some in quarantine, or refused whole. */
export type Outcome = 'loaded' | 'quarantined' | 'refused';

/** A kind of dirt: the file of a form that has it (undefined where the form cannot), and what must come of it. */
export type Dirt = {
  name: string;
  file: (form: Form) => Buffer | string | undefined;
  outcome: Outcome | Partial<Record<Form, Outcome>>;
};

const row = (changes: Record<string, Cell> = {}): Record<string, Cell> => nativeRow(changes) as Record<string, Cell>;
const rows = (changes: Record<string, Cell> = {}): Record<string, Cell>[] => [
  row({ transaction_id: 'txn-dirty1', ...changes }),
  row({ transaction_id: 'txn-dirty2' }),
];
/** The columns a sound row does without. */
const optional = { version: '1', merchant_name: 'Shop', original_transaction_id: 'txn-before1' };
const sound = (form: Form): string => writeForm(form, rows());
const isJson = (form: Form): boolean => form === 'ndjson' || form === 'array';
const json = (form: Form, bytes: () => Buffer | string): Buffer | string | undefined =>
  isJson(form) ? bytes() : undefined;
const delimited = (form: Form, bytes: () => Buffer | string): Buffer | string | undefined =>
  isJson(form) ? undefined : bytes();
/** Puts text into the first document or record of a file. */
const replaceFirst = (form: Form, from: string | RegExp, to: string): string => sound(form).replace(from, to);

export const dirts: readonly Dirt[] = [
  { name: 'none', file: sound, outcome: 'loaded' },
  { name: 'gzip', file: (form) => gzipSync(sound(form)), outcome: 'loaded' },
  {
    name: 'gzip in several members',
    file: (form) => Buffer.concat([gzipSync(sound(form).slice(0, 40)), gzipSync(sound(form).slice(40))]),
    outcome: 'loaded',
  },
  { name: 'zstd', file: (form) => zstdCompressSync(sound(form)), outcome: 'loaded' },
  {
    name: 'zstd in several frames',
    file: (form) =>
      Buffer.concat([zstdCompressSync(sound(form).slice(0, 40)), zstdCompressSync(sound(form).slice(40))]),
    outcome: 'loaded',
  },
  { name: 'gzip cut off', file: (form) => gzipSync(sound(form)).subarray(0, -6), outcome: 'refused' },
  { name: 'zstd cut off', file: (form) => zstdCompressSync(sound(form)).subarray(0, -6), outcome: 'refused' },
  {
    name: 'a bomb: gzip of 1.1 GB of blank lines',
    file: (form) => (form === 'ndjson' ? bomb() : undefined),
    outcome: 'refused',
  },
  { name: 'empty', file: () => '', outcome: { ndjson: 'loaded', array: 'loaded', csv: 'refused', tsv: 'refused' } },
  { name: 'header only', file: (form) => delimited(form, () => `${sound(form).split('\n')[0]}\n`), outcome: 'loaded' },
  { name: 'byte-order mark', file: (form) => `\ufeff${sound(form)}`, outcome: 'loaded' },
  { name: 'CRLF', file: (form) => writeForm(form, rows(), '\r\n'), outcome: 'loaded' },
  {
    name: 'CR alone',
    file: (form) => writeForm(form, rows(), '\r'),
    outcome: { ndjson: 'loaded', array: 'loaded', csv: 'refused', tsv: 'refused' },
  },
  {
    name: 'torn last line',
    file: (form) => sound(form).trimEnd().slice(0, -30),
    outcome: { ndjson: 'quarantined', array: 'refused', csv: 'quarantined', tsv: 'quarantined' },
  },
  {
    name: 'line break in a quoted field',
    file: (form) => writeForm(form, rows({ merchant_name: 'a\nb' })),
    // Between tabs quotes are text.
    outcome: { ndjson: 'loaded', array: 'loaded', csv: 'loaded', tsv: 'quarantined' },
  },
  {
    name: 'raw line break in a JSON string',
    file: (form) => json(form, () => replaceFirst(form, 'cust-1', 'cust\n1')),
    outcome: 'quarantined',
  },
  {
    name: 'a key twice',
    file: (form) => json(form, () => replaceFirst(form, '"mcc":', '"mcc":"5411","mcc":')),
    outcome: 'quarantined',
  },
  {
    name: 'a header twice: the first counts',
    file: (form) =>
      delimited(form, () =>
        sound(form)
          .replace('channel', form === 'csv' ? 'channel,mcc' : 'channel\tmcc')
          .replaceAll('pos', form === 'csv' ? 'pos,9999' : 'pos\t9999'),
      ),
    outcome: 'loaded',
  },
  {
    name: 'deep JSON in an unknown field',
    file: (form) =>
      json(form, () => replaceFirst(form, '"mcc":', `"deep":${'['.repeat(200)}${']'.repeat(200)},"mcc":`)),
    outcome: 'loaded',
  },
  {
    name: 'a column more',
    file: (form) =>
      writeForm(
        form,
        rows().map((one) => ({ ...one, tip: '1' })),
      ),
    outcome: 'loaded',
  },
  { name: 'every optional column there', file: (form) => writeForm(form, rows(optional)), outcome: 'loaded' },
  {
    name: 'a required column missing',
    file: (form) =>
      writeForm(
        form,
        rows().map(({ mcc: _, ...others }) => others),
      ),
    outcome: { ndjson: 'quarantined', array: 'quarantined', csv: 'refused', tsv: 'refused' },
  },
  {
    name: 'a required column renamed',
    file: (form) => sound(form).replaceAll('mcc', 'category_code'),
    outcome: { ndjson: 'quarantined', array: 'quarantined', csv: 'refused', tsv: 'refused' },
  },
  {
    name: 'a header in other case',
    file: (form) => delimited(form, () => sound(form).replace('currency', 'Currency')),
    outcome: 'loaded',
  },
  {
    name: 'semicolons as delimiter',
    file: (form) => delimited(form, () => sound(form).replaceAll(form === 'csv' ? ',' : '\t', ';')),
    outcome: 'loaded',
  },
  {
    name: "a spreadsheet's own line sep=;",
    file: (form) => delimited(form, () => `sep=;\n${sound(form).replaceAll(form === 'csv' ? ',' : '\t', ';')}`),
    outcome: 'loaded',
  },
  {
    name: 'a title above the header',
    file: (form) => delimited(form, () => `Cards\n${sound(form)}`),
    outcome: 'refused',
  },
  {
    name: 'trailing empty cells left out',
    file: (form) =>
      delimited(form, () => sound(form).replace('channel', form === 'csv' ? 'channel,x,y' : 'channel\tx\ty')),
    outcome: 'loaded',
  },
  {
    name: 'records whose cells are all empty',
    file: (form) => delimited(form, () => `${sound(form)}${(form === 'csv' ? ',' : '\t').repeat(10)}\n`),
    outcome: 'loaded',
  },
  {
    name: 'a stray quote, a quoted name later',
    file: (form) =>
      delimited(form, () =>
        writeForm(form, rows({ merchant_name: 'x' }))
          .replace(/x$/m, '"ROCK N ROLL')
          .concat(writeForm(form, [row({ transaction_id: 'txn-dirty3', merchant_name: 'JOES' })]).replace(/^.*\n/, ''))
          .replace('JOES', '"JOES"'),
      ),
    // Between tabs quotes are text, and a warning says of a name that it keeps them.
    outcome: { csv: 'quarantined', tsv: 'loaded' },
  },
  {
    name: 'documents without line breaks',
    file: (form) => (form === 'ndjson' ? sound(form).replaceAll('\n', '') : undefined),
    outcome: 'loaded',
  },
  {
    name: 'documents over several lines',
    file: (form) =>
      form === 'ndjson'
        ? rows()
            .map((one) => JSON.stringify(one, null, 2))
            .join('\n')
        : undefined,
    outcome: 'loaded',
  },
  { name: 'a page of an API', file: (form) => json(form, () => page(form)), outcome: 'refused' },
  {
    name: 'a record with cells too many',
    file: (form) => delimited(form, () => `${sound(form).trimEnd()}${form === 'csv' ? ',' : '\t'}x\n`),
    outcome: 'quarantined',
  },
  {
    name: 'a quote that never closes',
    file: (form) => delimited(form, () => `${sound(form)}"open`),
    outcome: 'quarantined',
  },
  { name: 'UTF-16', file: (form) => Buffer.from(`\ufeff${sound(form)}`, 'utf16le'), outcome: 'refused' },
  {
    name: 'Latin-1',
    file: (form) => Buffer.from(writeForm(form, rows({ merchant_name: 'Café' })), 'latin1'),
    outcome: 'refused',
  },
  { name: 'a NUL byte in a field', file: (form) => replaceFirst(form, 'cust-1', 'cust\0-1'), outcome: 'quarantined' },
  {
    name: 'NaN for an amount',
    file: (form) => (isJson(form) ? replaceFirst(form, '"10.00"', 'NaN') : replaceFirst(form, '10.00', 'NaN')),
    outcome: 'quarantined',
  },
  {
    name: '1e400 for an amount',
    file: (form) => (isJson(form) ? replaceFirst(form, '"10.00"', '1e400') : replaceFirst(form, '10.00', '1e400')),
    outcome: 'quarantined',
  },
  {
    name: 'an over-long field',
    file: (form) => writeForm(form, rows({ merchant_name: 'x'.repeat(201) })),
    outcome: 'quarantined',
  },
  {
    name: 'a line of 100 MB',
    file: (form) => gzipSync(writeForm(form, rows({ merchant_name: 'x'.repeat(100_000_000) })), { level: 1 }),
    outcome: 'refused',
  },
  {
    name: 'zstd behind a frame to skip (pzstd)',
    file: (form) => Buffer.concat([skippable, zstdCompressSync(sound(form))]),
    outcome: 'loaded',
  },
  {
    name: 'a row of 30,000 unknown fields',
    file: (form) =>
      json(form, () => writeForm(form, [{ ...row({ transaction_id: 'txn-dirty1' }), ...wide }, ...rows().slice(1)])),
    outcome: 'loaded',
  },
  {
    name: '100,000 lines without a brace behind sound ones',
    file: (form) => (form === 'ndjson' ? sound(form) + 'a log line\n'.repeat(100_000) : undefined),
    outcome: 'quarantined',
  },
  { name: 'a web page', file: () => '<!doctype html>\n<title>Sign in</title>\n', outcome: 'refused' },
  {
    name: 'a card number in an unknown field',
    file: (form) =>
      writeForm(
        form,
        rows().map((one, at) => ({ ...one, memo: at === 0 ? '4111 1111 1111 1111' : '' })),
      ),
    outcome: 'quarantined',
  },
];

const page = (form: Form): string => {
  const one = JSON.stringify({ data: rows() });
  return form === 'array' ? `[${one}]` : one;
};

const wide = Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [`field_${at}`, at]));

/** RFC 8878, 3.1.2: magic, the length of what follows, and that. */
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

function bomb(): Buffer {
  // Lines of nothing first, then of blanks: of the shortest alone there would be 64 million before it is told.
  const lines = [Buffer.alloc(1_000_000, '\n'), Buffer.alloc(109_000_000, `${' '.repeat(999)}\n`)];
  const piece = gzipSync(Buffer.concat(lines), { level: 9 });
  return Buffer.concat(Array.from({ length: 10 }, () => piece));
}
