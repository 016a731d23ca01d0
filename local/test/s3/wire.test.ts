import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startS3Endpoint } from '../../s3/server.ts';
import { codeOf, type RawAnswer, rawRequest } from './raw-request.ts';
import { noise } from './s3-helpers.ts';
import { foldersIn, type ScratchEndpoint, startScratchEndpoint } from './scratch-endpoint.ts';

let endpoint: ScratchEndpoint;

beforeAll(async () => {
  endpoint = await startScratchEndpoint();
});

afterAll(() => endpoint.remove());

type Options = Parameters<typeof rawRequest>[3];
const send = (method: string, path: string, options?: Options): Promise<RawAnswer> =>
  rawRequest(endpoint.url, method, `/${endpoint.bucket}${path}`, options);

function crcOf(bytes: string | Buffer): string {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(crc32(bytes));
  return out.toString('base64');
}

/** An aws-chunked body. */
function chunked(chunks: (string | Buffer)[], { signed = false, trailers = [] as string[] } = {}): Buffer {
  const signature = signed ? `;chunk-signature=${'0'.repeat(64)}` : '';
  const pieces = [...chunks, ''].flatMap((chunk, index) => {
    const head = `${Buffer.byteLength(chunk).toString(16)}${signature}\r\n`;
    return index < chunks.length ? [head, chunk, '\r\n'] : [head];
  });
  return Buffer.concat(
    [...pieces, ...trailers.map((line) => `${line}\r\n`), '\r\n'].map((piece) => Buffer.from(piece)),
  );
}

describe('aws-chunked uploads', () => {
  const content = noise(20_000);
  const chunks = [content.subarray(0, 8192), content.subarray(8192, 17_000), content.subarray(17_000)];
  const streaming = (kind: string, length: number, more: Record<string, string> = {}) => ({
    'x-amz-content-sha256': `STREAMING-${kind}`,
    'x-amz-decoded-content-length': String(length),
    'content-encoding': 'gzip, aws-chunked',
    ...more,
  });
  const crcTrailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' };

  test.each([
    ['AWS4-HMAC-SHA256-PAYLOAD', true, false],
    ['AWS4-HMAC-SHA256-PAYLOAD-TRAILER', true, true],
    ['UNSIGNED-PAYLOAD-TRAILER', false, true],
  ])('%s is stored without its framing', async (kind, signed, trailer) => {
    const trailers = trailer
      ? [`x-amz-checksum-crc32:${crcOf(content)}`, ...(signed ? ['x-amz-trailer-signature:0'] : [])]
      : [];
    const headers = streaming(kind, content.length, trailer ? crcTrailer : {});
    const put = await send('PUT', '/chunked', { headers, body: chunked(chunks, { signed, trailers }) });
    expect(put.status).toBe(200);
    const got = await send('GET', '/chunked', { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(got.headers).toMatchObject({
      'content-length': '20000',
      'content-encoding': 'gzip',
      etag: `"${createHash('md5').update(content).digest('hex')}"`,
      ...(trailer ? { 'x-amz-checksum-crc32': crcOf(content), 'x-amz-checksum-type': 'FULL_OBJECT' } : {}),
    });
  });

  const unsigned = 'UNSIGNED-PAYLOAD-TRAILER';
  const refusals: [string, string, Record<string, string>, Buffer][] = [
    [
      '400 BadDigest',
      'a wrong checksum in the trailer',
      streaming(unsigned, 3, crcTrailer),
      chunked(['abc'], { trailers: ['x-amz-checksum-crc32:AAAAAA=='] }),
    ],
    [
      '400 MalformedTrailerError',
      'a trailer announced and missing',
      streaming(unsigned, 3, crcTrailer),
      chunked(['abc']),
    ],
    ['400 IncompleteBody', 'fewer bytes than stated', streaming(unsigned, 4), chunked(['abc'])],
    ['400 IncompleteBody', 'more bytes than stated', streaming(unsigned, 2), chunked(['abc'])],
    ['400 IncompleteBody', 'an end before the last chunk', streaming(unsigned, 3), Buffer.from('3\r\nabc\r\n')],
    [
      '403 InvalidChunkSizeError',
      'a small chunk before the last, as AWS does',
      streaming(unsigned, 6),
      chunked(['abc', 'def']),
    ],
    ['400 InvalidRequest', 'a size that is no number', streaming(unsigned, 3), Buffer.from('x\r\nabc\r\n0\r\n\r\n')],
    [
      '400 InvalidRequest',
      'aws-chunked without a STREAMING- hash',
      { 'content-encoding': 'aws-chunked' },
      chunked(['abc']),
    ],
    [
      '411 MissingContentLength',
      'no decoded length',
      { 'x-amz-content-sha256': `STREAMING-${unsigned}` },
      chunked(['abc']),
    ],
    [
      '501 NotImplemented',
      'plain transfer-encoding chunked, as AWS does',
      { 'transfer-encoding': 'chunked' },
      Buffer.from('abc'),
    ],
  ];
  test.each(refusals)('%s for %s, and nothing is stored', async (code, _, headers, body) => {
    expect(codeOf(await send('PUT', '/chunked-refused', { headers, body }))).toBe(code);
    expect((await send('HEAD', '/chunked-refused')).status).toBe(404);
  });
});

describe('digests in headers', () => {
  const sha256 = createHash('sha256').update('abc').digest('hex');
  test.each([
    ['200 ', { 'x-amz-content-sha256': sha256 }],
    ['200 ', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }],
    ['200 ', { 'x-amz-checksum-crc32': crcOf('abc'), 'x-amz-sdk-checksum-algorithm': 'CRC32' }],
    ['400 XAmzContentSHA256Mismatch', { 'x-amz-content-sha256': sha256.replace(/^./, 'f') }],
    ['400 BadDigest', { 'x-amz-checksum-sha256': createHash('sha256').update('x').digest('base64') }],
    ['400 InvalidRequest', { 'x-amz-checksum-crc32': 'short' }],
    ['400 InvalidRequest', { 'x-amz-checksum-crc32': crcOf('abc'), 'x-amz-checksum-sha1': 'x' }],
    ['400 InvalidRequest', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }],
    ['400 InvalidDigest', { 'content-md5': 'x' }],
    ['501 NotImplemented', { 'x-amz-checksum-xxhash64': 'x' }],
  ] as [string, Record<string, string>][])('%s for %j', async (code, headers) => {
    expect(codeOf(await send('PUT', '/digests', { headers, body: 'abc' }))).toBe(code);
  });
});

describe('what is not implemented is refused, never taken for something else', () => {
  test.each([
    ['GET', '/k?tagging', 'GetObjectTagging'],
    ['PUT', '/k?tagging', 'PutObjectTagging'],
    ['DELETE', '/k?tagging', 'DeleteObjectTagging'],
    ['GET', '/k?acl', 'GetObjectAcl'],
    ['PUT', '/k?retention', 'PutObjectRetention'],
    ['GET', '/k?versionId=1', 'GetObjectVersionId'],
    ['DELETE', '/k?partNumber=1', 'DeleteObjectPartNumber'],
    ['DELETE', '/k?versionId=1', 'DeleteObjectVersionId'],
    ['POST', '/k?select&select-type=2', 'PostObjectSelect'],
    ['PUT', '/k?some-new-thing', 'PutObjectSomeNewThing'],
    ['PUT', '?versioning', 'PutBucketVersioning'],
    ['PUT', '?lifecycle', 'PutBucketLifecycle'],
    ['PUT', '?policy', 'PutBucketPolicy'],
    ['DELETE', '?encryption', 'DeleteBucketEncryption'],
    ['GET', '?versions', 'GetBucketVersions'],
    ['GET', '?list-type=2&new-option=1', 'GetBucketListType'],
    ['PATCH', '/k', 'PatchObject'],
    ['POST', '', 'PostBucket'],
  ])('%s %s', async (method, path, name) => {
    await send('PUT', '/k', { body: 'kept' });
    const answer = await send(method, path, { body: method === 'PUT' ? '<x/>' : undefined });
    expect(answer.status).toBe(501);
    if (method !== 'HEAD') expect(answer.body).toContain(`does not implement ${name} `);
    expect((await send('GET', '/k')).body).toBe('kept');
  });

  test.each([
    'x-amz-tagging',
    'x-amz-grant-read',
    'x-amz-object-lock-mode',
    'x-amz-server-side-encryption-customer-algorithm',
    'x-amz-write-offset-bytes',
  ])('header %s', async (name) => {
    const answer = await send('PUT', '/k-header', { headers: { [name]: 'x' }, body: 'x' });
    expect(codeOf(answer)).toBe('501 NotImplemented');
    expect(answer.body).toContain(name);
  });
});

test.each(['Size', 'LastModifiedTime'])('a batch delete with %s is refused, key by key', async (condition) => {
  await send('PUT', '/limited', { body: 'kept' });
  const limited = `<Object><Key>limited</Key><${condition}>1</${condition}></Object>`;
  const body = `<Delete>${limited}<Object><Key>other</Key></Object></Delete>`;
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  const answer = await send('POST', '?delete', { headers, body });
  expect(answer.body).toContain('<Error><Key>limited</Key><Code>NotImplemented</Code>');
  expect(answer.body).toContain('<Deleted><Key>other</Key></Deleted>');
  expect((await send('GET', '/limited')).body).toBe('kept');
});

describe('answers', () => {
  test('an error is XML with code, message, resource and request id', async () => {
    const answer = await send('GET', '/a%26b%3C');
    expect(answer.headers['content-type']).toBe('application/xml');
    expect(answer.body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code><Message>[^<]+<\/Message><Key>a&amp;b&lt;<\/Key><Resource>\/paylake-test\/a%26b%3C<\/Resource><RequestId>([0-9A-F]{16})<\/RequestId><\/Error>$/,
    );
    expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
  });

  test('an error to HEAD has no body', async () => {
    const answer = await send('HEAD', '/nothing-here');
    expect([answer.status, answer.body]).toEqual([404, '']);
  });

  test('304 and 416 carry what a client needs', async () => {
    const { headers } = await send('PUT', '/answers', { body: 'abc' });
    const unchanged = await send('GET', '/answers', { headers: { 'if-none-match': String(headers.etag) } });
    expect([unchanged.status, unchanged.body, unchanged.headers.etag]).toEqual([304, '', headers.etag]);
    const beyond = await send('GET', '/answers', { headers: { range: 'bytes=3-' } });
    expect([codeOf(beyond), beyond.headers['content-range']]).toEqual(['416 InvalidRange', 'bytes */3']);
  });

  test('several ranges, another unit or no sense in a range: the whole object', async () => {
    await send('PUT', '/whole', { body: 'abc' });
    for (const range of ['bytes=0-0,2-2', 'lines=1-2', 'bytes=2-1', 'bytes=-', 'x']) {
      expect(await send('GET', '/whole', { headers: { range } })).toMatchObject({ status: 200, body: 'abc' });
    }
  });

  test('a presigned URL is accepted, x-amz- headers in it too; its signature is not verified', async () => {
    const auth = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=PRESIGNER%2F20261121%2Fap-northeast-2%2Fs3%2Faws4_request&X-Amz-Date=20261121T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=${'0'.repeat(64)}`;
    const put = await send('PUT', `/presigned?${auth}&x-id=PutObject&x-amz-meta-by=url`, { body: 'abc' });
    expect(put.status).toBe(200);
    const got = await send('GET', `/presigned?${auth}&response-content-type=text%2Fplain`);
    expect(got).toMatchObject({ body: 'abc', headers: { 'content-type': 'text/plain', 'x-amz-meta-by': 'url' } });
    expect(endpoint.calls.at(-1)).toMatchObject({ principal: 'PRESIGNER', action: 's3:GetObject' });
    const split = await send('GET', '/presigned?response-content-type=a%0d%0aset-cookie:x');
    expect(codeOf(split)).toBe('400 InvalidArgument');
  });

  test('user metadata over 2 KB and bad request documents are refused', async () => {
    const large = { 'x-amz-meta-a': 'x'.repeat(2048) };
    expect(codeOf(await send('PUT', '/meta', { headers: large, body: 'x' }))).toBe('400 MetadataTooLarge');
    const md5 = (body: string) => ({ 'content-md5': createHash('md5').update(body).digest('base64') });
    for (const body of [
      '',
      'not xml',
      '<Delete></Delete>',
      '<Delete><Object></Object></Delete>',
      '<Delete><Object><Key>x</Key>',
    ]) {
      expect(codeOf(await send('POST', '?delete', { headers: md5(body), body }))).toBe('400 MalformedXML');
    }
    expect(codeOf(await send('POST', '?delete', { body: '<Delete/>' }))).toBe('400 InvalidRequest');
  });

  test('a batch delete in unusual but valid XML', async () => {
    await send('PUT', '/xml%26%3C', { body: 'x' });
    await send('PUT', '/cdata', { body: 'x' });
    const body = `<?xml version="1.0"?><!-- c --><s3:Delete xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/">
      <s3:Quiet> true </s3:Quiet><s3:Object><s3:Key>xml&#x26;&#60;</s3:Key></s3:Object>
      <s3:Object><s3:Key><![CDATA[cdata]]></s3:Key></s3:Object></s3:Delete>`;
    const headers = { 'x-amz-checksum-crc32': crcOf(body) };
    const answer = await send('POST', '?delete', { headers, body });
    expect([answer.status, answer.body.includes('Deleted')]).toEqual([200, false]);
    expect([existsSync(endpoint.file('xml&<')), existsSync(endpoint.file('cdata'))]).toEqual([false, false]);
  });
});

describe('connections', () => {
  const patient = { timeout: 4000 };
  const tempFiles = () =>
    readdirSync(foldersIn(endpoint.folder).tmpRoot, { recursive: true }).filter((name) => /\/\d+$/.test(String(name)));

  // Where the system does not tell (macOS), the test still shows that nothing breaks.
  const openFiles = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);

  test('a client that leaves in the middle of an upload leaves nothing', async () => {
    for (const sent of [100, 3_000_000]) {
      const upload = request(`${endpoint.url}/${endpoint.bucket}/left`, {
        method: 'PUT',
        headers: { 'content-length': '9000000' },
      });
      upload.on('error', () => undefined);
      upload.write(Buffer.alloc(sent));
      if (sent > 1_000_000) await expect.poll(() => tempFiles().length, patient).toBe(1);
      else await sleep(30);
      upload.destroy();
      await expect.poll(() => tempFiles().length, patient).toBe(0);
      expect((await send('HEAD', '/left')).status).toBe(404);
    }
  });

  test('a client that leaves in the middle of a download does no harm', async () => {
    await send('PUT', '/download', { body: Buffer.alloc(5_000_000) });
    const before = openFiles();
    for (let i = 0; i < 5; i += 1) {
      const socket = connect(Number(new URL(endpoint.url).port), '127.0.0.1');
      socket.write(`GET /${endpoint.bucket}/download HTTP/1.1\r\nHost: x\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
    }
    await expect.poll(openFiles, patient).toBeLessThanOrEqual(before);
    expect((await send('HEAD', '/download')).headers['content-length']).toBe('5000000');
  });

  test('an answer before the body was read leaves the connection usable', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const put = (path: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = request(
          `${endpoint.url}${path}`,
          { method: 'PUT', agent, headers: { 'content-length': '4000000' } },
          (answer) => {
            answer.resume();
            answer.on('end', () => resolve(answer.statusCode ?? 0));
          },
        );
        sent.on('error', reject);
        sent.end(Buffer.alloc(4_000_000));
      });
    expect(await put('/no-such-bucket/x')).toBe(404);
    expect(await put(`/${endpoint.bucket}/after`)).toBe(200);
    agent.destroy();
  });

  test('an answer in the middle of the body arrives, and leaves the connection usable', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const put = (body: Buffer, headers: Record<string, string>) =>
      new Promise<string>((resolve, reject) => {
        const url = `${endpoint.url}/${endpoint.bucket}/middle`;
        const length = { 'content-length': String(body.length) };
        const sent = request(url, { method: 'PUT', agent, headers: { ...headers, ...length } }, (answer) => {
          const port = answer.socket.localPort;
          answer.resume();
          answer.on('end', () => resolve(`${answer.statusCode} ${port}`));
        });
        sent.on('error', reject);
        sent.end(body);
      });
    const streaming = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '8',
    };
    const bad = Buffer.concat([Buffer.from('not a chunk\r\n'), Buffer.alloc(30_000_000)]);
    const [refused, stored] = [await put(bad, streaming), await put(Buffer.alloc(8), {})];
    expect(refused).toMatch(/^400 /);
    expect(stored).toBe(refused.replace('400', '200'));
    agent.destroy();
  });

  test('close ends idle connections and waits for requests under way', async () => {
    const folder = join(endpoint.folder, 'closing');
    const other = await startS3Endpoint(foldersIn(folder));
    const agent = new Agent({ keepAlive: true });
    const start = () => {
      const sent = request(`${other.url}/closing`, { method: 'PUT', agent, headers: { 'content-length': '0' } });
      const status = new Promise((resolve) => sent.on('response', (answer) => resolve(answer.resume().statusCode)));
      return { sent, status };
    };
    const idle = start();
    idle.sent.end();
    expect(await idle.status).toBe(200);
    const slow = request(`${other.url}/closing/slow`, { method: 'PUT', headers: { 'content-length': '6' } });
    const slowStatus = new Promise((resolve) => slow.on('response', (answer) => resolve(answer.resume().statusCode)));
    slow.write('abc');
    await sleep(50);
    const closed = other.close();
    slow.end('def');
    expect(await slowStatus).toBe(200);
    await closed;
    expect(readdirSync(foldersIn(folder).tmpRoot)).toEqual(['uploads']);
    agent.destroy();
  });
});
