import { createHash } from 'node:crypto';

/** Namespace of our run ids, a UUID of its own (RFC 9562, version 5). */
const namespace = Buffer.from('5b0f3c6e7d2a4c1f9e8b6a7d4c3b2a10', 'hex');

/** The UUID that stands for a run id where one has to: the same for the same id, whoever asks. */
export function toUuid(runId: string): string {
  const hash = createHash('sha1').update(namespace).update(runId).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
