import { defineConfig } from 'vitest/config';

/** Two workers: the suite is meant for two cores, and end-to-end tests start child processes of their own. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 },
});
