import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../call-record.ts';
import { type S3Endpoint, startS3Endpoint } from '../../s3/server.ts';
import { openWarehouse, type Warehouse } from './warehouse.ts';

const bucket = 'paylake-silver';
const role = "iam_role 'arn:aws:iam::123456789012:role/deep/paylake-load'";

describe('COPY and UNLOAD', () => {
  let warehouse: Warehouse;
  let s3: S3Endpoint;
  let folder: string;
  let root: string;
  let duck: DuckDBConnection;
  const calls: CallRecord[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paylake-copy-'));
    root = join(folder, 's3');
    s3 = await startS3Endpoint({
      root,
      metaRoot: join(folder, 'meta'),
      tmpRoot: join(folder, 's3-tmp'),
      recordCall: (call) => calls.push(call),
    });
    await mkdir(join(root, bucket), { recursive: true });
    warehouse = await openWarehouse({ s3EndpointUrl: s3.url });
    duck = await (await DuckDBInstance.create()).connect();
  });
  afterAll(async () => {
    duck.closeSync();
    await warehouse.close();
    await s3.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await warehouse.run('drop table if exists fact');
    await warehouse.run(`create table fact (id bigint not null, name varchar(6), amount decimal(18,2), day date,
      at timestamp, ok bool, note varchar(10) default 'none')`);
  });

  const good = `select 1::bigint as id, '한글' as name, 1.10::decimal(18,2) as amount, date '2025-09-01' as day,
    timestamp '2025-09-01 10:00:00.123456' as at, true as ok`;

  /** Writes a query's rows as an object; gives its manifest entry. */
  const put = async (key: string, query: string, change: object = {}) => {
    const path = join(root, bucket, key);
    await mkdir(dirname(path), { recursive: true });
    await duck.run(`copy (${query}) to '${path}' (format parquet, compression zstd)`);
    const url = `s3://${bucket}/${key}`;
    return { url, mandatory: true, meta: { content_length: (await stat(path)).size }, ...change };
  };
  const putManifest = async (manifest: unknown, key = '_manifests/run.json') => {
    const path = join(root, bucket, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
    return `s3://${bucket}/${key}`;
  };
  const columns = '(id, name, amount, day, at, ok)';
  const copyOf = (manifest: string, list = columns) =>
    `copy fact ${list} from '${manifest}' ${role} region 'ap-northeast-2' manifest format as parquet statupdate off`;
  const load = async (entries: object[], list = columns) => {
    return warehouse.execute(copyOf(await putManifest({ entries }), list));
  };
  const loadError = async (entries: object[], list = columns) => {
    const done = await load(entries, list);
    expect(done.Status).toBe('FAILED');
    expect(await warehouse.query('select count(*) from fact')).toEqual([[0]]);
    return done.Error ?? '';
  };

  it('loads by position, as the role, with defaults for the rest', async () => {
    calls.length = 0;
    const first = await put('a.parquet', good);
    const second = await put(
      'b.parquet',
      good.replace('1::bigint as id', '2::bigint as other').replace(' as name', ' as x'),
    );
    expect(await load([first, second])).toMatchObject({ Status: 'FINISHED', ResultRows: 2, HasResultSet: false });
    expect(await warehouse.query('select * from fact order by id')).toEqual([
      [1, '한글', '1.10', '2025-09-01', '2025-09-01 10:00:00.123456', true, 'none'],
      [2, '한글', '1.10', '2025-09-01', '2025-09-01 10:00:00.123456', true, 'none'],
    ]);
    expect(new Set(calls.map(({ principal }) => principal))).toEqual(new Set(['paylake-load']));
    expect(new Set(calls.map(({ action }) => action))).toEqual(new Set(['s3:ListBucket', 's3:GetObject']));
  });

  it('loads a file twice that is listed twice, and skips a missing optional one', async () => {
    const entry = await put('a.parquet', good);
    const missing = { ...entry, url: `s3://${bucket}/missing.parquet`, mandatory: false };
    expect(await load([entry, missing, entry])).toMatchObject({ ResultRows: 2 });
  });

  it('loads milliseconds', async () => {
    const entry = await put(
      'ms.parquet',
      good.replace("timestamp '2025", "timestamp_ms '2025").replace('123456', '123'),
    );
    expect(await load([entry])).toMatchObject({ Status: 'FINISHED' });
    expect(await warehouse.query('select at from fact')).toEqual([['2025-09-01 10:00:00.123']]);
  });

  it('rolls back with its batch', async () => {
    const manifest = await putManifest({ entries: [await put('a.parquet', good)] });
    const done = await warehouse.batch([
      'create temp table staged (like fact)',
      copyOf(manifest).replace('fact', 'staged'),
      'insert into fact select * from staged',
      "select cast('check failed: ' || count(*) as int) from fact",
    ]);
    expect(done.Error).toContain('check failed: 1');
    expect(await warehouse.query('select count(*) from fact')).toEqual([[0]]);
  });

  const manifests: [name: string, manifest: unknown, message: RegExp][] = [
    ['no JSON', 'x', /not valid JSON/],
    ['no entries', {}, /no list "entries"/],
    ['an empty list', { entries: [] }, /lists no files/],
    [
      'no size',
      { entries: [{ url: `s3://${bucket}/a.parquet`, mandatory: true }] },
      /entry 1: meta.content_length is required/,
    ],
    ['a foreign URL', { entries: [{ url: 'https://x/y', meta: { content_length: 1 } }] }, /entry 1: url must be/],
    [
      'only missing files',
      { entries: [{ url: `s3://${bucket}/none`, meta: { content_length: 1 } }] },
      /no file that exists/,
    ],
  ];
  it.each(manifests)('refuses a manifest with %s', async (_, manifest, message) => {
    await put('a.parquet', good);
    expect(await warehouse.errorOf(copyOf(await putManifest(manifest)))).toMatch(message);
  });

  it('refuses a manifest that is not there, a wrong size and a missing mandatory file', async () => {
    expect(await warehouse.errorOf(copyOf(`s3://${bucket}/nope.json`))).toContain('The specified key does not exist');
    const entry = await put('a.parquet', good);
    const { content_length } = entry.meta;
    expect(await loadError([{ ...entry, meta: { content_length: content_length + 1 } }])).toContain(
      `is ${content_length} bytes, its content_length in the manifest is ${content_length + 1}`,
    );
    expect(await loadError([entry, { ...entry, url: `s3://${bucket}/gone.parquet` }])).toContain(
      `mandatory file s3://${bucket}/gone.parquet`,
    );
    const text = await put('text.parquet', good);
    await writeFile(join(root, bucket, 'text.parquet'), 'id,name');
    expect(await loadError([{ ...text, meta: { content_length: 7 } }])).toContain('is not a Parquet file');
  });

  const permuted = good.replace("1::bigint as id, '한글' as name", "'한글' as name, 1::bigint as id");
  const schemas: [name: string, query: string, message: RegExp][] = [
    [
      'a column too few',
      good.replace(', true as ok', ''),
      /Unmatched number of columns.*Table columns: 6, Data columns: 5/,
    ],
    ['a column too many', good.replace('true as ok', 'true as ok, 1 as x'), /Table columns: 6, Data columns: 7/],
    [
      'permuted columns',
      permuted,
      /incompatible Parquet schema for column 's3:\/\/paylake-silver\/f.parquet.id'. Column type: BIGINT, Parquet schema: optional byte_array name \(UTF8\)/,
    ],
    [
      'another scale',
      good.replace('(18,2)', '(18,3)'),
      /\.amount'. Column type: NUMERIC\(18,2\), Parquet schema: optional int64 amount \(DECIMAL\(18, 3\)\)/,
    ],
    ['another precision', good.replace('(18,2)', '(17,2)'), /DECIMAL\(17, 2\)/],
    ['a float for a decimal', good.replace('decimal(18,2)', 'double'), /optional double amount/],
    [
      'an integer for a bigint',
      good.replace('1::bigint', '1::int'),
      /Column type: BIGINT, Parquet schema: optional int32/,
    ],
    [
      'a zoned timestamp',
      good.replace("timestamp '", "timestamptz '"),
      /\.at'. Column type: TIMESTAMP WITHOUT TIME ZONE/,
    ],
    ['nanoseconds', good.replace("timestamp '", "timestamp_ns '"), /\.at'/],
    ['a list', good.replace('true as ok', '[true] as ok'), /\.ok'/],
    ['bytes for a text', good.replace("'한글'", "'x'::blob"), /\.name'/],
    [
      'a text of too many bytes',
      good.replace('한글', '한글이'),
      /The length of the data column name is longer than the length defined in the table. Table: 6, .*Data: 9/,
    ],
    [
      'NULL for a NOT NULL column',
      good.replace('1::bigint', 'null::bigint'),
      /Cannot insert a NULL value into column id/,
    ],
  ];
  it.each(schemas)('refuses a file with %s', async (_, query, message) => {
    expect(await loadError([await put('f.parquet', query)])).toMatch(message);
  });

  it('refuses the whole load for one bad file among good ones', async () => {
    const entries = [await put('a.parquet', good), await put('f.parquet', permuted)];
    expect(await loadError(entries)).toContain('incompatible Parquet schema');
  });

  it('says which column does not exist', async () => {
    expect(await loadError([await put('a.parquet', good)], '(id, nope)')).toContain(
      'column "nope" of relation "public.fact"',
    );
  });

  const read = async (key: string) => {
    const reader = await duck.runAndReadAll(`select * from read_parquet('${join(root, bucket, key)}')`);
    return reader.getRowsJson();
  };
  const unload = (query: string, prefix: string, options: string) =>
    `unload ('${query.replaceAll("'", "''")}') to 's3://${bucket}/${prefix}' ${role} format as parquet ${options}`;

  it('unloads what COPY can load again', async () => {
    calls.length = 0;
    await load([await put('a.parquet', good)]);
    const query = "select id, name, amount, day, at, ok from fact where name <> 'x' order by id";
    expect(await warehouse.execute(unload(query, 'mart/a/', 'parallel off'))).toMatchObject({
      Status: 'FINISHED',
      ResultRows: 1,
    });
    expect(await readdir(join(root, bucket, 'mart/a'))).toEqual(['000.parquet']);
    expect(await read('mart/a/000.parquet')).toEqual([
      ['1', '한글', '1.10', '2025-09-01', '2025-09-01 10:00:00.123456', true],
    ]);
    const size = (await readFile(join(root, bucket, 'mart/a/000.parquet'))).length;
    const entry = { url: `s3://${bucket}/mart/a/000.parquet`, mandatory: true, meta: { content_length: size } };
    expect(await load([entry])).toMatchObject({ ResultRows: 1 });
    expect(calls.some(({ principal, action }) => principal === 'paylake-load' && action === 's3:PutObject')).toBe(true);
    await warehouse.run(unload('select 1 as a', 'mart/many/', 'maxfilesize 100 mb'));
    expect(await readdir(join(root, bucket, 'mart/many'))).toEqual(['0000_part_00.parquet']);
  });

  it('unloads over existing objects only when told', async () => {
    const sql = (value: number, options: string) =>
      unload(`select ${value} as a`, 'mart/b/', `parallel off ${options}`);
    await warehouse.run(sql(1, ''));
    expect(await warehouse.errorOf(sql(2, ''))).toContain('Specified unload destination on S3 is not empty');
    expect(await read('mart/b/000.parquet')).toEqual([[1]]);
    await warehouse.run(sql(3, 'allowoverwrite'));
    await writeFile(join(root, bucket, 'mart/b/001.parquet'), 'old');
    await warehouse.run(sql(4, 'cleanpath'));
    expect(await readdir(join(root, bucket, 'mart/b'))).toEqual(['000.parquet']);
    expect(await read('mart/b/000.parquet')).toEqual([[4]]);
    expect(await warehouse.errorOf(sql(5, 'cleanpath allowoverwrite'))).toContain('may not be used together');
  });

  it('writes nothing for an empty result, but cleans', async () => {
    await warehouse.run(unload('select 1 as a', 'mart/c/', 'parallel off'));
    expect(await warehouse.run(unload('select id from fact', 'mart/c/', 'parallel off cleanpath'))).toBe(0);
    expect(await readdir(join(root, bucket, 'mart/c')).catch(() => [])).toEqual([]);
  });

  it('puts objects under the key it is given, and under one of S3 where it is given none', async () => {
    const key = 'arn:aws:kms:ap-northeast-2:123456789012:key/0b1c-2d';
    const encryptionOf = async (name: string) => {
      const { headers } = await fetch(`${s3.url}/${bucket}/${name}000.parquet`, { method: 'HEAD' });
      const [algorithm, id] = ['', '-aws-kms-key-id'].map((end) => headers.get(`x-amz-server-side-encryption${end}`));
      return { algorithm, id };
    };
    calls.length = 0;
    await warehouse.run(unload('select 1 as a', 'mart/e/', `kms_key_id '${key}' encrypted parallel off`));
    expect(await encryptionOf('mart/e/')).toEqual({ algorithm: 'aws:kms', id: key });
    expect(calls.find(({ action }) => action === 's3:PutObject')?.context).toMatchObject({
      's3:x-amz-server-side-encryption': 'aws:kms',
      's3:x-amz-server-side-encryption-aws-kms-key-id': key,
    });
    await warehouse.run(unload('select 1 as a', 'mart/f/', 'parallel off'));
    expect(await encryptionOf('mart/f/')).toEqual({ algorithm: 'AES256', id: null });
  });

  it.each([
    ['encrypted', /ENCRYPTED needs KMS_KEY_ID/],
    ["kms_key_id '0b1c'", /KMS_KEY_ID needs ENCRYPTED/],
    ['encrypted auto', /ENCRYPTED AUTO.*name the key/],
    ["kms_key_id 'alias/ours' encrypted", /KMS_KEY_ID 'alias\/ours'/],
  ])('refuses %s', async (options, message) => {
    expect(await warehouse.errorOf(unload('select 1 as a', 'mart/g/', `${options} parallel off`))).toMatch(message);
  });

  it('keeps the order of a query', async () => {
    const digits = '(select 0 as n union all select 1 union all select 2 union all select 3)';
    const query = `select a.n * 4 + b.n as n from ${digits} a, ${digits} b order by 1 desc`;
    await warehouse.run(unload(query, 'mart/d/', 'parallel off'));
    expect((await read('mart/d/000.parquet')).map(([n]) => n)).toEqual(Array.from({ length: 16 }, (_, i) => 15 - i));
  });
});
