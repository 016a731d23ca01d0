import { checksumElements } from '../wire/checksum-elements.ts';
import type { Checksum } from '../wire/checksums.ts';
import { formatTime } from '../wire/format-time.ts';
import { quoteEtag } from '../wire/object-headers.ts';
import { text, xmlDocument } from '../wire/xml.ts';

/** The document that answers a copy. */
export function copyResult(name: string, etag: string, modified: Date, checksum: Checksum | undefined): string {
  return xmlDocument(
    name,
    text('LastModified', formatTime(modified)),
    text('ETag', quoteEtag(etag)),
    checksumElements(checksum),
  );
}
