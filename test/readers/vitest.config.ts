import { defineConfig } from 'vitest/config';

/** Needs Python and, the first time, packages of some 400 MB: `vitest run` leaves it out. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/readers/*.readers.ts'],
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
    maxWorkers: 1,
    reporters: ['verbose'],
  },
});
