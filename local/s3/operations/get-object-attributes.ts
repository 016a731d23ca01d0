import type { S3Call, S3Headers, S3Reply } from '../s3-call.ts';
import { noSuchKey, S3Error } from '../s3-error.ts';
import { findObject, type StoredObject } from '../storage/stored-object.ts';
import { checksumElements } from '../wire/checksum-elements.ts';
import { parseCount } from '../wire/parse-count.ts';
import { element, text, xmlDocument } from '../wire/xml.ts';

const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/** GetObjectAttributes: the attributes named in `x-amz-object-attributes`, without the bytes. */
export async function getObjectAttributes(call: S3Call): Promise<S3Reply> {
  const wanted = (call.headers['x-amz-object-attributes'] ?? '').split(',').map((name) => name.trim());
  if (!wanted.every((name) => known.includes(name))) {
    throw new S3Error('InvalidArgument', 'Invalid attribute name specified.', {
      ArgumentName: 'x-amz-object-attributes',
      ArgumentValue: wanted.join(','),
    });
  }
  const object = await findObject(call.store, call.bucket, call.key);
  if (!object) throw noSuchKey(call.key);
  const { record } = object;
  const values: Record<string, string> = {
    ETag: text('ETag', record.etag),
    Checksum: record.checksum ? element('Checksum', checksumElements(record.checksum)) : '',
    ObjectParts: partsElement(object, call.headers),
    StorageClass: text('StorageClass', record.headers['x-amz-storage-class'] ?? 'STANDARD'),
    ObjectSize: text('ObjectSize', object.size),
  };
  return {
    status: 200,
    headers: { 'last-modified': object.modified.toUTCString() },
    body: xmlDocument(
      'GetObjectAttributesResponse',
      ...known.filter((name) => wanted.includes(name)).map((name) => values[name] ?? ''),
    ),
  };
}

// S3 lists the parts themselves only for objects with a checksum.
function partsElement({ record: { upload, checksum } }: StoredObject, headers: S3Headers): string {
  if (!upload) return '';
  const count = text('PartsCount', upload.parts.length);
  if (!checksum) return element('ObjectParts', count);
  const max = parseCount(headers['x-amz-max-parts'], 'x-amz-max-parts', { fallback: 1000, max: 2 ** 31 - 1 });
  const marker = parseCount(headers['x-amz-part-number-marker'], 'x-amz-part-number-marker', {
    fallback: 0,
    max: 2 ** 31 - 1,
  });
  const page = upload.parts.slice(marker, marker + Math.min(max, 1000));
  const end = marker + page.length;
  return element(
    'ObjectParts',
    count,
    text('PartNumberMarker', marker),
    text('NextPartNumberMarker', end),
    text('MaxParts', max),
    text('IsTruncated', end < upload.parts.length),
    ...page.map((part, index) =>
      element(
        'Part',
        text('PartNumber', marker + index + 1),
        text('Size', part.size),
        text(`Checksum${checksum.algorithm}`, part.checksum),
      ),
    ),
  );
}
