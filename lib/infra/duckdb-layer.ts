import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Architecture, Code, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const packageName = '@duckdb/node-api';

/** DuckDB with the native binding of the functions' processor (about 70 MB unzipped; a function may have 250 MB). */
export function duckdbLayer(scope: Construct, config: EnvironmentConfig): LayerVersion {
  return new LayerVersion(scope, 'DuckDbLayer', {
    description: `${packageName} ${duckdbVersion()} for ${config.architecture}`,
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    compatibleArchitectures: [config.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64],
    code: Code.fromAsset(prepareDuckdb(config)),
  });
}

/**
 * A folder with DuckDB as a layer wants it, made once for each version and platform. The local target runs on the host
 * and takes what is installed; Lambda is Linux, and its binding comes from the registry.
 */
function prepareDuckdb(config: EnvironmentConfig): string {
  const isLocal = config.name === 'local';
  const cpu = config.architecture === 'arm64' ? 'arm64' : 'x64';
  const platform = isLocal ? `${process.platform}-${process.arch}` : `linux-${cpu}`;
  const folder = join(root, 'node_modules/.cache/paylake', `duckdb-${duckdbVersion()}-${platform}`);
  if (existsSync(folder)) return folder;
  const building = `${folder}.${process.pid}`;
  const home = join(building, 'nodejs');
  mkdirSync(home, { recursive: true });
  if (isLocal)
    cpSync(join(root, 'node_modules/@duckdb'), join(home, 'node_modules/@duckdb'), {
      recursive: true,
      dereference: true,
    });
  else install(home, cpu);
  // Whoever builds the same folder at the same time builds the same content.
  if (existsSync(folder)) rmSync(building, { recursive: true });
  else renameSync(building, folder);
  return folder;
}

function install(folder: string, cpu: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const wanted = `${packageName}@${duckdbVersion()}`;
  const options = ['--os=linux', `--cpu=${cpu}`, '--libc=glibc', '--no-audit', '--no-fund', '--silent', '--save-exact'];
  execFileSync('npm', ['install', ...options, wanted], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
}

function duckdbVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies[packageName] ?? '';
}
