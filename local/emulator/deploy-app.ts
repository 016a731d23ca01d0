import { join } from 'node:path';
import { type CdkOptions, runCdk } from './run-cdk.ts';

/** Plain `cdk synth`, `cdk bootstrap` and `cdk deploy --all` of the environment `emulator`. */
export async function deployApp(
  options: CdkOptions & { place: { account: string; region: string }; warehouseUrl: string },
): Promise<void> {
  const { place, warehouseUrl, folder } = options;
  const app = join(folder, 'cdk.out');
  const context = ['-c', 'environment=emulator', '-c', `warehouseUrl=${warehouseUrl}`];
  await runCdk(options, 'synth', '--quiet', ...context, '-o', app);
  await runCdk(options, 'bootstrap', `aws://${place.account}/${place.region}`, '--app', app);
  await runCdk(options, 'deploy', '--all', '--require-approval', 'never', '--progress', 'events', '--app', app);
}
