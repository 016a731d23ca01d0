/**
 * Tests that could catch a mutant of an area, as folders or patterns: its own, and those of others that work through it. End to
 * end a mutant dies too, but a minute later.
 */
export const testsOf: Record<string, string[]> = {
  'lib/stages/accept': ['test/accept', 'test/feeds', 'test/contracts'],
  'lib/stages/audit': ['test/audit'],
  'lib/stages/plan': ['test/plan', 'test/run'],
  'lib/stages/publish': ['test/publish'],
  'lib/stages/rank': ['test/rank', 'test/stage'],
  'lib/stages/report': ['test/report', 'test/lambdas'],
  'lib/run': ['test/run', 'test/plan'],
  'lib/stages/stage': ['test/stage'],
  // Not those of what the SQL itself says, which Stryker does not change.
  'lib/stages/warehouse': [
    'test/warehouse/{advance-batch,classify-failure,export-gold,load,migrate,read-statements}.test.ts',
    'test/sql/load-batch.test.ts',
  ],
  'lib/stages/watch': ['test/watch', 'test/lambdas'],
};

/** The test files for a file or folder of sources, as patterns; of an area without a line above those under its mirror in test/. */
export function findTests(path: string): string[] {
  const area = path
    .split('/')
    .slice(0, path.startsWith('lib/stages/') ? 3 : 2)
    .join('/');
  const found = testsOf[area] ?? [area.replace(/^lib\/(stages\/)?/, 'test/')];
  return found.map((test) => (test.endsWith('.ts') ? test : `${test}/**/*.test.ts`));
}
