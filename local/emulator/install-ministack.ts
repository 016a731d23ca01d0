import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PaylakeError } from '../../lib/errors.ts';

const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const minutes = 5;

/**
 * MiniStack's worker for Node loses the name of an error, and Retry and Catch go by names; its CloudFormation gives buckets no
 * tags, by which the CDK's function knows what it is to empty, and deletes them with what is in them. Held to the pinned version:
 * a text that is not there exactly once ends the installation.
 */
const mends = [
  {
    file: 'core/lambda_runtime.py',
    from: 'status: "error", error: String(err.message || err), trace',
    to: 'status: "error", type: err.name, error: String(err.message || err), trace',
  },
  {
    file: 'services/lambda_svc.py',
    from: '            error_type = "Runtime.HandlerError"\n',
    to: '            error_type = result.get("type") or "Runtime.HandlerError"\n',
  },
  {
    file: 'services/cloudformation/provisioners.py',
    from: '    _s3_apply_configurations(name, props)\n',
    to: '    _s3_apply_configurations(name, props)\n    _s3._bucket_tags[name] = _tag_map(props.get("Tags"))\n',
  },
  {
    file: 'services/cloudformation/provisioners.py',
    from: '    _s3._buckets.pop(physical_id, None)\n',
    to: '    if _s3._delete_bucket(physical_id)[0] == 409:\n        raise ValueError(f"{physical_id} is not empty")\n',
  },
];

/** Installs MiniStack into a Python environment under `folder`, once; gives the environment's Python. */
export async function installMinistack(folder: string, notice: (text: string) => void): Promise<string> {
  const wanted = readFileSync(requirements, 'utf8');
  const hash = createHash('sha256')
    .update(wanted + JSON.stringify(mends))
    .digest('hex');
  const home = join(folder, `ministack-${hash.slice(0, 12)}`);
  const python = join(home, 'bin/python');
  const complete = join(home, 'complete');
  if (existsSync(complete)) return python;
  const base = await findPython();
  notice(`installing ${wanted.split('\n')[0]} into ${home}`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run(base, ['-m', 'venv', home]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '-r', requirements]);
  for (const mend of mends) mendFile(home, mend);
  writeFileSync(complete, '');
  return python;
}

async function findPython(): Promise<string> {
  for (const name of ['python3', 'python3.13', 'python3.12', 'python3.11', 'python']) {
    const isNew = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
    const found = await promisify(execFile)(name, ['-c', isNew]).then(
      () => true,
      () => false,
    );
    if (found) return name;
  }
  throw new PaylakeError(
    'usage',
    'no Python 3.11 or newer with venv on the PATH, and the emulator (MiniStack) is written in Python',
    'install python3 and python3-venv, then run the same command again',
  );
}

async function run(command: string, args: string[]): Promise<void> {
  await promisify(execFile)(command, args, { timeout: minutes * 60_000 }).catch((error: unknown) => {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const next = 'look at the output; the package comes from PyPI, over the network';
    throw new PaylakeError('internal', `${command} ${args.join(' ')} failed: ${error}\n${output}`, next);
  });
}

function mendFile(home: string, { file, from, to }: (typeof mends)[number]): void {
  const [path = ''] = globSync(join(home, 'lib/python3*/site-packages/ministack', file));
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${path} is not the MiniStack this was written for: no single "${from}"`);
  writeFileSync(path, parts.join(to));
}
