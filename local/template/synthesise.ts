import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PaylakeError } from '../../lib/errors.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, 'node_modules/.cache/paylake');
const sources = [
  'bin/app.ts',
  'lib/**/*.{ts,json}',
  'lambdas/**/*.ts',
  'sql/**/*.sql',
  'package.json',
  'package-lock.json',
];

/**
 * The synthesised app of the local environment: the folder of the one made from these very sources, made now if there is none.
 * Returns the folder and whether it had to be made.
 */
export async function synthesise(onStart: () => void): Promise<string> {
  const folder = join(cache, `assembly-${hashSources()}`);
  if (existsSync(join(folder, 'manifest.json'))) return folder;
  onStart();
  removeOldAssemblies();
  const building = `${folder}.${process.pid}`;
  const env = { ...process.env, CDK_OUTDIR: building, CDK_CONTEXT_JSON: JSON.stringify({ environment: 'local' }) };
  try {
    await promisify(execFile)(process.execPath, [join(root, 'bin/app.ts')], {
      cwd: root,
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new PaylakeError(
      'internal',
      `the app cannot be synthesised:\n${output}`,
      'npm run synth shows the same error',
    );
  }
  // Another process may have made the same folder meanwhile.
  if (existsSync(folder)) rmSync(building, { recursive: true });
  else renameSync(building, folder);
  return folder;
}

/** An assembly is large; one that was made a day ago of other sources is nobody's any more. */
function removeOldAssemblies(): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith('assembly-'))) {
    const age = Date.now() - statSync(join(cache, name)).mtimeMs;
    if (age > 86_400_000) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/** Hash of everything the assembly is made of; the local endpoints are not in it, they run it. */
function hashSources(): string {
  const hash = createHash('sha256');
  const files = sources.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: ['lib/cli/**', 'lib/operate/**'] }),
  );
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.update(`${process.platform}-${process.arch}`).digest('hex').slice(0, 24);
}
