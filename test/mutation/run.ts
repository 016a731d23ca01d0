import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTests } from './tests-of.ts';

/*
 * npm run mutation -- lib/rank lib/stage/stage-chunk.ts:40-60: Stryker over these sources, with the tests of their areas.
 * docs/mutation.md
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const paths = process.argv.slice(2).map((path) => path.replace(/\/+$/, ''));
/** Without the lines, of which Stryker takes a range behind a file's name. */
const fileOf = (path: string): string => path.replace(/:\d+-\d+$/, '');
const strange = paths.filter((path) => !/^(lib|lambdas)\//.test(path) || !existsSync(join(root, fileOf(path))));
if (paths.length === 0 || strange.length > 0) {
  const what =
    strange.length > 0 ? `no file or folder of lib/ or lambdas/: ${strange.join(', ')}` : 'name what to mutate';
  process.stderr.write(`${what}\nnext: npm run mutation -- lib/stages/rank\n`);
  process.exit(2);
}
const mutate = paths.map((path) => (statSync(join(root, fileOf(path))).isDirectory() ? `${path}/**/*.ts` : path));
const tests = [...new Set(paths.map(fileOf).flatMap(findTests))];
process.stdout.write(`mutants of ${mutate.join(', ')} against ${tests.join(', ')}\n`);
const { status } = spawnSync('stryker', ['run', 'stryker.config.json', '--mutate', mutate.join(',')], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, MUTATION_TESTS: JSON.stringify(tests) },
});
process.exitCode = status ?? 1;
