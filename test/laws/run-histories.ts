import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

/*
 * `npm run test:laws -- --runs 2000 --seed N`: histories of the seeds N, N + 1, ... as histories.test.ts lives them, progress
 * every hundred, at the end how often what happened. Without --seed it starts anywhere and says where. Exit status 1 if a
 * history breaks a law: the seed and the smallest history found are printed, and `--runs 1 --seed S` shows it again.
 */
const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = toCount('runs', values.runs ?? '2000');
const seed = toCount('seed', values.seed ?? String(1000 + Math.floor(Math.random() * 1_000_000_000)));
process.stdout.write(`npm run test:laws -- --runs ${runs} --seed ${seed}\n`);

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', 'test/laws/histories.test.ts', '--disable-console-intercept'], {
  cwd: join(import.meta.dirname, '../..'),
  stdio: 'inherit',
  env: { ...process.env, LAWS_RUNS: String(runs), LAWS_SEED: String(seed) },
});
child.once('exit', (status) => process.exit(status ?? 1));

function toCount(name: string, text: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} "${text}" is no whole number above 0\n`);
  process.exit(2);
}
