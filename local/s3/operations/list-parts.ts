import type { S3Call, S3Reply } from '../s3-call.ts';
import { requireBucket } from '../storage/store.ts';
import { type Part, listParts as readParts, requireUpload, type Upload } from '../storage/uploads.ts';
import { formatTime } from '../wire/format-time.ts';
import { quoteEtag } from '../wire/object-headers.ts';
import { parseCount } from '../wire/parse-count.ts';
import { element, text, xmlDocument } from '../wire/xml.ts';
import { ownerElement } from './owner.ts';

/** ListParts: the parts received so far, by number, at most 1,000 a page. */
export function listParts({ store, bucket, key, query }: S3Call): S3Reply {
  requireBucket(store, bucket);
  const upload = requireUpload(store, bucket, key, query.get('uploadId') ?? '');
  const marker = parseCount(query.get('part-number-marker'), 'part-number-marker', { fallback: 0, max: 2 ** 31 - 1 });
  const maxParts = parseCount(query.get('max-parts'), 'max-parts', { fallback: 1000, max: 2 ** 31 - 1 });
  const rest = readParts(store, upload.id).filter((part) => part.number > marker);
  const page = rest.slice(0, Math.min(maxParts, 1000));
  return {
    status: 200,
    body: xmlDocument(
      'ListPartsResult',
      text('Bucket', bucket),
      text('Key', key),
      text('UploadId', upload.id),
      ownerElement('Initiator'),
      ownerElement('Owner'),
      text('StorageClass', upload.headers['x-amz-storage-class'] ?? 'STANDARD'),
      text('PartNumberMarker', marker),
      text('NextPartNumberMarker', page.at(-1)?.number ?? marker),
      text('MaxParts', maxParts),
      text('IsTruncated', page.length < rest.length),
      text('ChecksumAlgorithm', upload.checksum?.algorithm),
      text('ChecksumType', upload.checksum?.type),
      ...page.map((part) => partElement(part, upload)),
    ),
  };
}

function partElement(part: Part, upload: Upload): string {
  return element(
    'Part',
    text('PartNumber', part.number),
    text('LastModified', formatTime(new Date(part.modified))),
    text('ETag', quoteEtag(part.etag)),
    text('Size', part.size),
    upload.checksum ? text(`Checksum${upload.checksum.algorithm}`, part.checksum) : '',
  );
}
