import { closeSync } from 'node:fs';
import type { S3Call, S3Reply } from '../s3-call.ts';
import { noSuchKey, S3Error } from '../s3-error.ts';
import { findObject, requireOpenObject, type StoredObject } from '../storage/stored-object.ts';
import { type ByteRange, parseByteRange } from '../wire/byte-range.ts';
import { toHeaderValue } from '../wire/header-value.ts';
import { checksumHeaders, describeHeaders } from '../wire/object-headers.ts';
import { checkReadConditions } from './read-conditions.ts';

/** GetObject: the bytes, or a range of them, streamed from the file as it was when opened. */
export async function getObject(call: S3Call): Promise<S3Reply> {
  const object = await requireOpenObject(call.store, call.bucket, call.key);
  let body: S3Reply['body'];
  try {
    const { reply, start, end } = describeRead(call, object);
    if (reply.status < 300 && end >= start) body = { fd: object.fd, start, end };
    return { ...reply, body };
  } finally {
    if (body === undefined) closeSync(object.fd);
  }
}

/** HeadObject: the same answer without the bytes. */
export async function headObject(call: S3Call): Promise<S3Reply> {
  const object = await findObject(call.store, call.bucket, call.key);
  if (!object) throw noSuchKey(call.key);
  return describeRead(call, object).reply;
}

function describeRead(call: S3Call, object: StoredObject): { reply: S3Reply; start: number; end: number } {
  const { headers, query } = call;
  const version = { etag: object.record.etag, modified: object.modified };
  if (checkReadConditions(headers, version) === 'not-modified') {
    const { etag = '', 'last-modified': modified = '' } = describeHeaders(object);
    return { reply: { status: 304, headers: { etag, 'last-modified': modified } }, start: 0, end: -1 };
  }
  const part = query.get('partNumber');
  const range = part === null ? parseByteRange(headers.range, object.size) : findPart(part, call, object);
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const reply = {
    status: range ? 206 : 200,
    headers: {
      ...describeHeaders(object),
      ...overrides(query),
      ...(range ? { 'content-range': `bytes ${start}-${end}/${object.size}` } : {}),
      ...(part !== null && object.record.upload
        ? { 'x-amz-mp-parts-count': String(object.record.upload.parts.length) }
        : {}),
      // A checksum of the whole would not match the part that is sent.
      ...(!range && headers['x-amz-checksum-mode'] === 'ENABLED' ? checksumHeaders(object.record.checksum) : {}),
      'content-length': String(end - start + 1),
    },
  };
  return { reply, start, end };
}

/** The bytes of one part; an object that was put whole is its own part 1. Undefined where there is no byte. */
function findPart(text: string, { headers }: S3Call, { record, size }: StoredObject): ByteRange | undefined {
  if (headers.range !== undefined) {
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  }
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 10_000) {
    throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
      ArgumentName: 'partNumber',
      ArgumentValue: text,
    });
  }
  const parts = record.upload?.parts ?? [{ size }];
  const part = parts[number - 1];
  if (!part) throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable');
  const start = parts.slice(0, number - 1).reduce((sum, earlier) => sum + earlier.size, 0);
  return size === 0 ? undefined : { start, end: start + part.size - 1 };
}

function overrides(query: URLSearchParams): Record<string, string> {
  const given = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(given.map(([name, value]) => [name.slice('response-'.length), toHeaderValue(name, value)]));
}
