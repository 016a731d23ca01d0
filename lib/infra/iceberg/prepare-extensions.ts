import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PaylakeError } from '../../errors.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pins = join(import.meta.dirname, 'extensions.txt');
/** DuckDB's version in the pins. */
const version = '1.5.5';

/**
 * A folder with DuckDB's extensions for Iceberg for Linux on a processor, in `duckdb-extensions/`, made once: signed binaries out of
 * wheels that are held to their hashes, since a function may not fetch any when it runs.
 */
export function prepareExtensions(cpu: 'arm64' | 'x64'): string {
  const folder = join(root, 'node_modules/.cache/paylake', `iceberg-extensions-${version}-linux-${cpu}`);
  if (existsSync(folder)) return folder;
  const building = `${folder}.${process.pid}`;
  const wheels = join(building, 'wheels');
  const home = join(building, 'duckdb-extensions');
  mkdirSync(home, { recursive: true });
  install(wheels, cpu === 'arm64' ? 'manylinux2014_aarch64' : 'manylinux2014_x86_64');
  for (const file of globSync(`*/extensions/v${version}/*.duckdb_extension`, { cwd: wheels }))
    copyFileSync(join(wheels, file), join(home, basename(file)));
  rmSync(wheels, { recursive: true });
  // Whoever builds the same folder at the same time builds the same content.
  if (existsSync(folder)) rmSync(building, { recursive: true });
  else renameSync(building, folder);
  return folder;
}

function install(target: string, platform: string): void {
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--require-hashes'];
  const what = ['--platform', platform, '--target', target, '--requirement', pins];
  try {
    execFileSync('python3', ['-m', 'pip', 'install', ...options, ...what], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    rmSync(target, { recursive: true, force: true });
    throw new PaylakeError(
      'usage',
      "DuckDB's extensions for Iceberg could not be installed by pip: without them there is nothing to publish with",
      'install Python 3 with pip and run the same command again, or set iceberg to false in lib/config.ts',
    );
  }
}
