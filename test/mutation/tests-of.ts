/**
 * Tests that could catch a mutant of an area, those at hand first: the area's own, and those of others that work through it. End to end
 * a mutant dies too, but a minute later.
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
  'lib/warehouse': ['test/warehouse', 'test/sql'],
  'lib/watch': ['test/watch', 'test/lambdas'],
};

/** Of a file or folder of sources: the tests of its area; of an area without a line above, the folder under test/ that mirrors it. */
export function findTests(path: string): string[] {
  const area = path.split('/').slice(0, 2).join('/');
  return testsOf[area] ?? [area.replace(/^lib\//, 'test/')];
}
