import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const version = '476';
const parts = [
  { artifact: 'trino-server-core', packaging: 'tar.gz' },
  { artifact: 'trino-hive', packaging: 'zip' },
];

/** Installs Trino's server with the Hive connector under `.trino/`, once, by Maven; gives its folder. */
export async function installTrino(): Promise<string> {
  const folder = fileURLToPath(new URL(`../../.trino/${version}`, import.meta.url));
  if (existsSync(folder)) return folder;
  const building = `${folder}.${process.pid}`;
  const downloads = join(building, 'downloads');
  await mkdir(downloads, { recursive: true });
  for (const { artifact, packaging } of parts) {
    const name = `io.trino:${artifact}:${version}:${packaging}`;
    await run('mvn', ['-q', 'dependency:get', '-Dtransitive=false', `-Dartifact=${name}`], { timeout: 800_000 });
    await run('mvn', ['-q', 'dependency:copy', `-Dartifact=${name}`, `-DoutputDirectory=${downloads}`]);
  }
  await run('tar', ['-xzf', join(downloads, `trino-server-core-${version}.tar.gz`), '-C', building]);
  const server = join(building, `trino-server-core-${version}`);
  await run('unzip', ['-q', join(downloads, `trino-hive-${version}.zip`), '-d', join(server, 'plugin')]);
  await rename(server, folder);
  await rm(building, { recursive: true });
  return folder;
}
