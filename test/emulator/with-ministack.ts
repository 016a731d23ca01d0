import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../local/emulator/free-port.ts';
import { installMinistack } from '../../local/emulator/install-ministack.ts';
import { startMinistack } from '../../local/emulator/start-ministack.ts';

/** Whether a check of the local target holds on the emulator too. */
export type Observed = { name: string; isAlike: boolean };

/** Works with a fresh MiniStack, in a folder that is removed afterwards. */
export async function withMinistack<Result>(work: (url: string, folder: string) => Promise<Result>): Promise<Result> {
  const python = await installMinistack(fileURLToPath(new URL('../../.emulator', import.meta.url)), () => {});
  const folder = await mkdtemp(join(tmpdir(), 'paylake-emulator-'));
  const options = { python, port: await freePort(), region: 'ap-northeast-2', folder, waitScale: 0.02 };
  const ministack = await startMinistack(options);
  try {
    return await work(ministack.url, folder);
  } finally {
    await ministack.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What becomes of each check, one after the other. */
export async function observe(checks: readonly { name: string; run: () => Promise<void> }[]): Promise<Observed[]> {
  const observed: Observed[] = [];
  for (const { name, run } of checks) {
    const isAlike = await run().then(
      () => true,
      () => false,
    );
    observed.push({ name, isAlike });
  }
  return observed;
}
