import { PutObjectCommand } from '@aws-sdk/client-s3';
import { martManifestKey } from '../../lake/keys.ts';
import type { Bucket } from '../../lake/objects.ts';

/**
 * Names a mart's files where its table in the catalog looks for them, an S3 URL a line; none of a mart without rows. Who has begun to
 * read goes on with the files that were named before.
 */
export async function putManifest(gold: Bucket, mart: string, files: readonly string[]): Promise<void> {
  const Body = files.map((key) => `s3://${gold.name}/${key}\n`).join('');
  // Without a length the client takes an empty text for a stream.
  const content = { Body, ContentLength: Buffer.byteLength(Body), ContentType: 'text/plain' };
  await gold.s3.send(new PutObjectCommand({ Bucket: gold.name, Key: martManifestKey(mart), ...content }));
}
