import { defineConfig } from 'vitest/config';

/** The lane needs Java, Maven, Python and half a gigabyte of Trino, so that `vitest run` leaves it out. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/athena/*.athena.ts'],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    maxWorkers: 1,
    reporters: ['verbose'],
  },
});
