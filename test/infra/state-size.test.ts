import { expect, test } from 'vitest';
import type { Usage } from '../../lib/cost/usage.ts';
import { maxRangeDays } from '../../lib/run/request.ts';

/** Input and output of a state, in bytes (Step Functions quotas). */
const limit = 256 * 1024;

const large = 10 ** 15;
const usage = (statements: number): Usage => ({
  invocations: large,
  mibMilliseconds: large,
  transitions: large,
  writes: large,
  reads: large,
  grownBytes: -large,
  statements: Object.fromEntries(
    Array.from({ length: statements }, () => [crypto.randomUUID(), [large, large] as const]),
  ),
});

/** An execution's state at its fullest, each number as long as it can be: behind publishing, or another stage that works on items. */
function widest(days: number): object {
  // A chunk to each touched date, as many late dates again, and the accepted rows.
  const units = 2 * days + 1;
  const request = { dataset: 'transactions', from: '2025-09-01', to: '2025-12-01', accept: ['quarantined_share'] };
  return {
    request,
    runId: 'x'.repeat(80),
    owner: `arn:aws:states:ap-northeast-2:111111111111:execution:paylake-prod:${'x'.repeat(80)}`,
    startedAt: '2026-01-01T00:00:00.000Z',
    generated: Array.from({ length: days }, () => ({ ingestDate: '2025-09-01', files: large, usage: usage(0) })),
    run: {
      runId: 'x'.repeat(80),
      dataset: 'transactions',
      next: 'decided',
      items: Array.from({ length: units }, () => ({ unit: 'part-0000' })),
      worked: Array.from({ length: units }, () => ({ unit: 'part-0000', rows: large, usage: usage(0) })),
      // Loads and exports, tried three times each.
      usage: usage(6),
    },
  };
}

test('what passes through the machine for 92 days stays far below what a state may hold', () => {
  expect(maxRangeDays).toBe(92);
  expect(JSON.stringify(widest(maxRangeDays)).length).toBeLessThan(limit / 2);
});
