/**
 * Tests that could catch a mutant of an area, as folders or patterns: its own, and those of others that work through it. End to
 * end a mutant dies too, but a minute later.
 */
export const testsOf: Record<string, string[]> = {
  'lib/accept': ['test/accept', 'test/feeds', 'test/contracts'],
  'lib/audit': ['test/audit'],
  'lib/plan': ['test/plan', 'test/run'],
  'lib/publish': ['test/publish'],
  'lib/rank': ['test/rank', 'test/stage'],
  'lib/report': ['test/report', 'test/lambdas'],
  'lib/run': ['test/run', 'test/plan'],
  'lib/stage': ['test/stage'],
  // Not those of what the SQL itself says, which Stryker does not change.
  'lib/warehouse': [
    'test/warehouse/{advance-batch,classify-failure,export-gold,load,migrate,read-statements}.test.ts',
    'test/sql/load-batch.test.ts',
  ],
  'lib/watch': ['test/watch', 'test/lambdas'],
};

/** The test files for a file or folder of sources, as patterns; of an area without a line above those under its mirror in test/. */
export function findTests(path: string): string[] {
  const area = path.split('/').slice(0, 2).join('/');
  const found = testsOf[area] ?? [area.replace(/^lib\//, 'test/')];
  return found.map((test) => (test.endsWith('.ts') ? test : `${test}/**/*.test.ts`));
}
