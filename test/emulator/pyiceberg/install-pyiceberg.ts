import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const pins = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const folder = fileURLToPath(new URL('../../../.emulator/pyiceberg', import.meta.url));
const run = promisify(execFile);

/** Makes a Python environment with PyIceberg, once for these pins; gives its Python. */
export async function installPyiceberg(): Promise<string> {
  const python = join(folder, 'bin/python');
  const made = join(folder, 'requirements.txt');
  if (existsSync(made) && readFileSync(made, 'utf8') === readFileSync(pins, 'utf8')) return python;
  await rm(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', pins];
  await run(python, install, { timeout: 1_000_000 });
  await copyFile(pins, made);
  return python;
}
