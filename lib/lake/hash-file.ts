import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a file, hex. */
export function hashFile(path: string): Promise<string> {
  return hashStream(createReadStream(path));
}

/** SHA-256 of a stream of bytes, hex. */
export async function hashStream(stream: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of stream) hash.update(piece);
  return hash.digest('hex');
}
