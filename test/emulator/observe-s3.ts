import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { conformanceChecks } from '../../local/test/s3/conformance.ts';
import { createClient } from '../../local/test/s3/scratch-endpoint.ts';
import { type Observed, observe, withMinistack } from './with-ministack.ts';

/** Runs the S3 conformance checks of the local target against a fresh MiniStack. */
export function observeS3(): Promise<Observed[]> {
  return withMinistack(async (url) => {
    const client = createClient(url);
    const bucket = 'conformance';
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const checks = conformanceChecks.map(({ name, run }) => ({ name, run: () => run(client, bucket) }));
    return observe(checks).finally(() => client.destroy());
  });
}
