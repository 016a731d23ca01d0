import { defineConfig } from 'vitest/config';

/** The lane needs Python and minutes, so that `vitest run` leaves it out. Its tests are steps in the life of one deployment. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/emulator/*.emulator.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
    bail: 1,
    reporters: ['verbose'],
  },
});
