import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

const include = ['test/**/*.test.ts', 'local/test/**/*.test.ts'];
/** What a test says that changes modules, or registers feeds and datasets of its own in those it loads. */
const changes = [
  /\bvi\.(mock|resetModules)\(/,
  /\b(feeds|datasets)(\.\w+|\[[^\]]+\]) = /,
  /Object\.assign\((feeds|datasets|contracts|martGroups),/,
  /\/(wares|taps|accept-taps|tap-lake|partners\/index)\.ts'/,
];
/** These tests have their modules for themselves. All others share what one process has loaded. */
const apart = globSync(include).filter((file) => {
  const text = readFileSync(file, 'utf8');
  return changes.some((change) => change.test(text));
});

/**
 * Two workers: the suite is meant for two cores, and end-to-end tests start child processes of their own. The time limits are
 * for what hangs: a busy machine takes minutes for what takes seconds, and that is no failure.
 */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'together', include, exclude: apart, isolate: false } },
      { extends: true, test: { name: 'apart', include: apart, isolate: true } },
    ],
  },
});
