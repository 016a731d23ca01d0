import type { S3Call, S3Reply } from '../s3-call.ts';
import { compareUtf8 } from '../storage/compare-utf8.ts';
import { requireBucket } from '../storage/store.ts';
import { listUploads, type Upload } from '../storage/uploads.ts';
import { formatTime } from '../wire/format-time.ts';
import { parseCount } from '../wire/parse-count.ts';
import { element, text, xmlDocument } from '../wire/xml.ts';
import { commonPrefix, encodeKey, parseEncoding } from './list-request.ts';
import { ownerElement } from './owner.ts';

type Entry = { prefix: string } | { upload: Upload };

/** ListMultipartUploads: uploads under way by key, then by start; at most 1,000 a page. */
export function listMultipartUploads({ store, bucket, query }: S3Call): S3Reply {
  requireBucket(store, bucket);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const maxUploads = parseCount(query.get('max-uploads'), 'max-uploads', { fallback: 1000, max: 2 ** 31 - 1 });
  const encode = encodeKey(parseEncoding(query));

  const sorted = listUploads(store, bucket)
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => compareUtf8(a.key, b.key) || compareUtf8(a.initiated + a.id, b.initiated + b.id));
  const entries = group(afterMarker(sorted, keyMarker, idMarker), prefix, delimiter, keyMarker);
  const page = entries.slice(0, Math.min(maxUploads, 1000));
  const truncated = page.length > 0 && page.length < entries.length;
  const last = page.at(-1);
  return {
    status: 200,
    body: xmlDocument(
      'ListMultipartUploadsResult',
      text('Bucket', bucket),
      text('KeyMarker', encode(keyMarker)),
      text('UploadIdMarker', idMarker),
      truncated && last ? text('NextKeyMarker', encode('prefix' in last ? last.prefix : last.upload.key)) : '',
      truncated && last ? text('NextUploadIdMarker', 'prefix' in last ? '' : last.upload.id) : '',
      text('Prefix', encode(prefix)),
      delimiter === '' ? '' : text('Delimiter', encode(delimiter)),
      text('EncodingType', query.get('encoding-type') ?? undefined),
      text('MaxUploads', maxUploads),
      text('IsTruncated', truncated),
      ...page.map((entry) => ('prefix' in entry ? '' : uploadElement(entry.upload, encode))),
      ...page.map((entry) =>
        'prefix' in entry ? element('CommonPrefixes', text('Prefix', encode(entry.prefix))) : '',
      ),
    ),
  };
}

// Without an id the marker stands for all uploads to its key.
function afterMarker(uploads: Upload[], keyMarker: string, idMarker: string): Upload[] {
  if (keyMarker === '') return uploads;
  const marked = uploads.findIndex((upload) => upload.key === keyMarker && upload.id === idMarker);
  if (marked >= 0) return uploads.slice(marked + 1);
  return uploads.filter(({ key }) => compareUtf8(key, keyMarker) > 0);
}

function group(uploads: Upload[], prefix: string, delimiter: string, keyMarker: string): Entry[] {
  const entries: Entry[] = [];
  let last = delimiter === '' ? undefined : commonPrefix(keyMarker, prefix, delimiter);
  for (const upload of uploads) {
    const common = commonPrefix(upload.key, prefix, delimiter);
    if (common === undefined) entries.push({ upload });
    else if (common !== last) entries.push({ prefix: common });
    last = common ?? last;
  }
  return entries;
}

function uploadElement(upload: Upload, encode: (key: string) => string): string {
  return element(
    'Upload',
    text('Key', encode(upload.key)),
    text('UploadId', upload.id),
    ownerElement('Initiator'),
    ownerElement('Owner'),
    text('StorageClass', upload.headers['x-amz-storage-class'] ?? 'STANDARD'),
    text('Initiated', formatTime(new Date(upload.initiated))),
    text('ChecksumAlgorithm', upload.checksum?.algorithm),
    text('ChecksumType', upload.checksum?.type),
  );
}
