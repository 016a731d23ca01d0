import type { S3Headers } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type Checksum, checksumHeader } from './checksums.ts';
import { encodeMetadata } from './encode-metadata.ts';

/** Headers of a write that S3 keeps and gives back with the object. Encryption is noted, not done. */
const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
];

// Source: AWS, "user-defined metadata is limited to 2 KB".
const maxUserMetadataBytes = 2048;

/** The headers of a write to keep with the object; 400 MetadataTooLarge over 2 KB of user metadata. */
export function keptHeaders(headers: S3Headers): Record<string, string> {
  const out: Record<string, string> = {};
  let userBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (name.startsWith('x-amz-meta-')) userBytes += name.length - 'x-amz-meta-'.length + value.length;
    else if (!kept.includes(name)) continue;
    out[name] = value;
  }
  if (userBytes > maxUserMetadataBytes) {
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: String(userBytes),
      MaxSizeAllowed: String(maxUserMetadataBytes),
    });
  }
  // `aws-chunked` describes the transfer, not the object.
  const encodings = (out['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const stored = encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked');
  if (stored.length > 0) out['content-encoding'] = stored.join(',');
  else delete out['content-encoding'];
  if (out['x-amz-storage-class'] === 'STANDARD') delete out['x-amz-storage-class'];
  return out;
}

/** The headers that describe an object to a reader, except its length. */
export function describeHeaders(object: StoredObject): Record<string, string> {
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(Object.entries(object.record.headers).map(encodeUserMetadata)),
    etag: quoteEtag(object.record.etag),
    'last-modified': object.modified.toUTCString(),
    'accept-ranges': 'bytes',
  };
}

function encodeUserMetadata([name, value]: [string, string]): [string, string] {
  return [name, name.startsWith('x-amz-meta-') ? encodeMetadata(value) : value];
}

/** The headers that show a checksum; none without one. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

/** The headers about encryption, which S3 repeats in the answer to a write. */
export function encryptionHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-server-side-')));
}

/** An ETag as it stands in headers and documents. */
export function quoteEtag(etag: string): string {
  return `"${etag}"`;
}
