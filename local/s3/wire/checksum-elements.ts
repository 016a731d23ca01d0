import type { Checksum } from './checksums.ts';
import { text } from './xml.ts';

/** The elements that show a checksum; empty without one. */
export function checksumElements(checksum: Checksum | undefined): string {
  if (!checksum) return '';
  return text(`Checksum${checksum.algorithm}`, checksum.value) + text('ChecksumType', checksum.type);
}
