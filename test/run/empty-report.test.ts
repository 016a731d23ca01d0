import { expect, test } from 'vitest';
import { emptyReport } from '../../lib/run/empty-report.ts';

test('a run that derived nothing reports how it ended, and nothing beside it', () => {
  const ending = {
    runId: 'r',
    status: 'locked' as const,
    dataset: 'transactions',
    from: '2025-09-01',
    to: '2025-09-02',
    error: { kind: 'locked', message: 'run q holds the lease', next: 'wait' },
  };
  expect(emptyReport(ending)).toEqual({
    schema: 'paylake.run/1',
    ...ending,
    days: [],
    touchedDates: [],
    silverDigest: '',
    factRows: 0,
    checks: [],
    paths: {},
  });
});
