import { type Bucket, openObject } from '../../lib/lake/objects.ts';

/** The bytes of an object; rejects with NoSuchKey. */
export async function readObject(bucket: Bucket, key: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of await openObject(bucket, key)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
