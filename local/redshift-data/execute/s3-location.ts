/** Bucket and key of an `s3://bucket/key` URL. */
export function parseS3Url(url: string): { Bucket: string; Key: string } {
  const match = /^s3:\/\/([^/]+)\/(.+)$/.exec(url);
  if (match === null) throw new Error(`not an S3 URL: ${url}`);
  return { Bucket: match[1] ?? '', Key: match[2] ?? '' };
}
