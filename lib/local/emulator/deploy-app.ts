import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PaylakeError } from '../../errors.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
const minutes = 5;

/**
 * Plain `cdk synth`, `cdk bootstrap` and `cdk deploy --all` of the environment `emulator`. `env` holds endpoints and
 * credentials; what the CDK prints goes to `deploy.log` in the folder.
 */
export async function deployApp(options: {
  env: Record<string, string>;
  place: { account: string; region: string };
  warehouseUrl: string;
  folder: string;
}): Promise<void> {
  const { env, place, warehouseUrl, folder } = options;
  const app = join(folder, 'cdk.out');
  const log = join(folder, 'deploy.log');
  const run = async (...args: string[]): Promise<void> => {
    const started = promisify(execFile)(process.execPath, [cdk, ...args], {
      cwd: root,
      // The app is started as `node`, which has to be this one.
      env: { HOME: process.env.HOME, ...env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
      timeout: minutes * 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    await started.then(
      ({ stdout, stderr }) => appendFileSync(log, stdout + stderr),
      (error: Error & { stdout?: string; stderr?: string }) => {
        const output = `${error.stdout ?? ''}${error.stderr ?? ''}`;
        appendFileSync(log, output);
        const end = output.split('\n').slice(-25).join('\n');
        throw new PaylakeError('internal', `cdk ${args[0]} failed:\n${end}`, `see ${log}`);
      },
    );
  };
  await run('synth', '--quiet', '-c', 'environment=emulator', '-c', `warehouseUrl=${warehouseUrl}`, '-o', app);
  await run('bootstrap', `aws://${place.account}/${place.region}`, '--app', app);
  await run('deploy', '--all', '--require-approval', 'never', '--progress', 'events', '--app', app);
}
