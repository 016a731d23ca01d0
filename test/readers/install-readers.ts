import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const pins = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const folder = fileURLToPath(new URL('../../.venv/readers', import.meta.url));
const run = promisify(execFile);

/** Makes a Python environment with the readers, once for these pins; gives its Python. */
export async function installReaders(): Promise<string> {
  const python = join(folder, 'bin/python');
  const made = join(folder, 'requirements.txt');
  if (existsSync(made) && readFileSync(made, 'utf8') === readFileSync(pins, 'utf8')) return python;
  const isUsable = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  await run('python3', ['-c', isUsable]).catch(() => {
    throw new Error('test:readers needs Python 3.11 or newer with venv and pip (Debian: apt-get install python3-venv)');
  });
  process.stdout.write(`making ${folder}, once for these pins: a minute or two\n`);
  await rm(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', pins];
  await run(python, install, { timeout: 1_000_000 });
  await copyFile(pins, made);
  return python;
}
