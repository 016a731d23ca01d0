import type { S3Call, S3Reply } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { formatTime } from '../wire/format-time.ts';
import { quoteEtag } from '../wire/object-headers.ts';
import { parseCount } from '../wire/parse-count.ts';
import { element, text, xmlDocument } from '../wire/xml.ts';
import { type ListEntry, type ListPosition, listPage, positionAfter } from './list-page.ts';
import { commonPrefix, encodeKey, parseEncoding } from './list-request.ts';
import { ownerElement } from './owner.ts';

// Source: AWS, ListObjectsV2: "up to 1,000 key names"; a larger max-keys is accepted and has no effect.
const pageLimit = 1000;

/** ListObjectsV2. The continuation token is a place in the key order: pages see what is there when they are read. */
export async function listObjectsV2({ store, bucket, query }: S3Call): Promise<S3Reply> {
  if (query.get('list-type') !== '2') {
    throw new S3Error('InvalidArgument', 'Invalid List Type specified in Request', { ArgumentName: 'list-type' });
  }
  const common = parseCommon(query);
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const position = token === null ? { after: startAfter ?? '', skip: '' } : decodeToken(token);
  const page = await listPage(store, bucket, { ...common, maxKeys: Math.min(common.maxKeys, pageLimit), position });
  const owner = query.get('fetch-owner') === 'true' ? ownerElement('Owner') : '';
  return {
    status: 200,
    body: xmlDocument(
      'ListBucketResult',
      ...commonElements(bucket, common, page.next !== undefined),
      text('KeyCount', page.entries.length),
      text('ContinuationToken', token ?? undefined),
      page.next ? text('NextContinuationToken', encodeToken(page.next)) : '',
      startAfter === null ? '' : text('StartAfter', common.encode(startAfter)),
      ...entryElements(page.entries, common.encode, owner),
    ),
  };
}

/** ListObjects, the first version, for old clients. */
export async function listObjects({ store, bucket, query }: S3Call): Promise<S3Reply> {
  const common = parseCommon(query);
  const marker = query.get('marker') ?? '';
  const shown = commonPrefix(marker, common.prefix, common.delimiter);
  const position = { after: marker, skip: shown ?? '' };
  const page = await listPage(store, bucket, { ...common, maxKeys: Math.min(common.maxKeys, pageLimit), position });
  const last = page.entries.at(-1);
  const next = page.next && last && common.delimiter !== '' ? positionAfter(last).after : undefined;
  return {
    status: 200,
    body: xmlDocument(
      'ListBucketResult',
      ...commonElements(bucket, common, page.next !== undefined),
      text('Marker', common.encode(marker)),
      next === undefined ? '' : text('NextMarker', common.encode(next)),
      ...entryElements(page.entries, common.encode, ownerElement('Owner')),
    ),
  };
}

type Common = { prefix: string; delimiter: string; maxKeys: number; encoded: boolean; encode: (key: string) => string };

function parseCommon(query: URLSearchParams): Common {
  const encoded = parseEncoding(query);
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: parseCount(query.get('max-keys'), 'max-keys', { fallback: pageLimit, max: 2 ** 31 - 1 }),
    encoded,
    encode: encodeKey(encoded),
  };
}

function commonElements(bucket: string, common: Common, truncated: boolean): string[] {
  return [
    text('Name', bucket),
    text('Prefix', common.encode(common.prefix)),
    common.delimiter === '' ? '' : text('Delimiter', common.encode(common.delimiter)),
    text('MaxKeys', common.maxKeys),
    common.encoded ? text('EncodingType', 'url') : '',
    text('IsTruncated', truncated),
  ];
}

function entryElements(entries: ListEntry[], encode: (key: string) => string, owner: string): string[] {
  const contents: string[] = [];
  const prefixes: string[] = [];
  for (const entry of entries) {
    if ('prefix' in entry) {
      prefixes.push(element('CommonPrefixes', text('Prefix', encode(entry.prefix))));
      continue;
    }
    const { record, size, modified } = entry.object;
    contents.push(
      element(
        'Contents',
        text('Key', encode(entry.key)),
        text('LastModified', formatTime(modified)),
        text('ETag', quoteEtag(record.etag)),
        text('ChecksumAlgorithm', record.checksum?.algorithm),
        text('ChecksumType', record.checksum?.type),
        text('Size', size),
        owner,
        text('StorageClass', record.headers['x-amz-storage-class'] ?? 'STANDARD'),
      ),
    );
  }
  return [...contents, ...prefixes];
}

function encodeToken(position: ListPosition): string {
  return Buffer.from(JSON.stringify([position.after, position.skip])).toString('base64url');
}

function decodeToken(token: string): ListPosition {
  try {
    const [after, skip]: unknown[] = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof after === 'string' && typeof skip === 'string') return { after, skip };
  } catch {
    // Falls through: not a token of ours.
  }
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}
