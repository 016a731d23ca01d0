import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PaylakeError } from '../../lib/errors.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
const minutes = 5;

export type CdkOptions = {
  /** Endpoints and credentials. */
  env: Record<string, string>;
  /** Where the app is synthesised to (`cdk.out`), and what the CDK prints goes (`deploy.log`). */
  folder: string;
};

/** Runs one command of the plain CDK; throws with the end of what it printed when it fails. */
export async function runCdk({ env, folder }: CdkOptions, command: string, ...args: string[]): Promise<void> {
  const log = join(folder, 'deploy.log');
  const started = promisify(execFile)(process.execPath, [cdk, command, ...args], {
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
      throw new PaylakeError('internal', `cdk ${command} failed:\n${end}`, `see ${log}`);
    },
  );
}
