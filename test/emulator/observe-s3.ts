import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { freePort } from '../../lib/local/emulator/free-port.ts';
import { installMinistack } from '../../lib/local/emulator/install-ministack.ts';
import { startMinistack } from '../../lib/local/emulator/start-ministack.ts';
import { conformanceChecks } from '../local/s3/conformance.ts';
import { createClient } from '../local/s3/scratch-endpoint.ts';

export type Observed = { name: string; isAlike: boolean };

/** Runs the S3 conformance checks of the local target against a fresh MiniStack. */
export async function observeS3(): Promise<Observed[]> {
  const python = await installMinistack(fileURLToPath(new URL('../../.emulator', import.meta.url)), () => {});
  const folder = await mkdtemp(join(tmpdir(), 'paylake-emulator-s3-'));
  const options = { python, port: await freePort(), region: 'ap-northeast-2', folder, waitScale: 1 };
  const ministack = await startMinistack(options);
  const client = createClient(ministack.url);
  try {
    const bucket = 'conformance';
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const observed: Observed[] = [];
    for (const { name, run } of conformanceChecks) {
      const isAlike = await run(client, bucket).then(
        () => true,
        () => false,
      );
      observed.push({ name, isAlike });
    }
    return observed;
  } finally {
    client.destroy();
    await ministack.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
