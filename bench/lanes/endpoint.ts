import { startS3Endpoint } from '../../local/s3/server.ts';

/** The S3 endpoint in a process of its own, as AWS is: `endpoint.ts FOLDER` prints its URL and serves until it is ended. */
const folder = process.argv[2] ?? '';
const { url } = await startS3Endpoint({
  root: `${folder}/s3`,
  metaRoot: `${folder}/s3-meta`,
  tmpRoot: `${folder}/s3-tmp`,
});
process.stdout.write(`${url}\n`);
