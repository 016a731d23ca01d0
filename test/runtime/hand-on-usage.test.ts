import { expect, test, vi } from 'vitest';
import { noUsage, type Usage } from '../../lib/cost/usage.ts';
import type { StageName } from '../../lib/pipeline.ts';
import { measureUsage } from '../../lib/runtime/measure-usage.ts';
import { createMeter } from '../../lib/runtime/meter.ts';

/*
 * One invocation at a time: what it adds to what it was handed. What an invocation of its own uses: one of `invocations`, and
 * the bytes it says.
 */

const used = (writes: number): Usage => ({ ...noUsage, invocations: 1, writes });

type Handed = { next?: string; usage?: Usage; worked?: { usage?: Usage }[]; generated?: { usage?: Usage }[] };

function spentBy(stage: StageName, { generated = [], ...run }: Handed, answer: string): Usage {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '256');
  const meter = createMeter();
  // What was counted before belongs to another invocation of the same process.
  meter.grow(1_000_000);
  const spent = measureUsage(stage, meter, {
    request: {},
    runId: 'own',
    owner: 'own',
    startedAt: '2026-01-01T00:00:00Z',
    generated,
    run: { runId: 'own', dataset: 'transactions', ...run },
    item: undefined,
  });
  meter.grow(7);
  vi.unstubAllEnvs();
  return spent(answer);
}

const cases: [name: string, stage: StageName, handed: Handed, answer: string, invocations: number, writes: number][] = [
  ['the first of all tells its own', 'plan', {}, 'derive', 1, 0],
  ['what was handed on is added once', 'load', { usage: used(100) }, 'running', 2, 100],
  ['one of many tells its own part, not what came before', 'accept', { usage: used(100) }, 'accepted', 1, 0],
  [
    'the one behind many adds their parts to what came before them',
    'rank',
    { usage: used(100), worked: [{ usage: used(1) }, { usage: used(2) }] },
    'ranked',
    4,
    103,
  ],
  ['many that were none leave what came before', 'rank', { usage: used(100), worked: [] }, 'ranked', 2, 100],
  [
    'one that told nothing is nothing',
    'load',
    { usage: used(100), worked: [{}, { usage: used(2) }] },
    'loaded',
    3,
    102,
  ],
  [
    'what was generated is new to the stage right behind',
    'plan',
    { next: 'generate', usage: used(100), generated: [{ usage: used(1) }, { usage: used(2) }] },
    'derive',
    4,
    103,
  ],
  [
    'and to no other, though it stays in the state',
    'rank',
    { next: 'derive', usage: used(100), worked: [{ usage: used(10) }], generated: [{ usage: used(1) }] },
    'ranked',
    3,
    110,
  ],
];

test.each(cases)('%s', (_, stage, handed, answer, invocations, writes) => {
  const spent = spentBy(stage, handed, answer);
  expect(spent).toMatchObject({ invocations, writes, grownBytes: 7 });
  expect(spent.mibMilliseconds % 256).toBe(0);
});

test('asked again, it tells the same invocation, not another', () => {
  const meter = createMeter();
  const event = {
    request: {},
    runId: 'own',
    owner: 'own',
    startedAt: '2026-01-01T00:00:00Z',
    generated: [],
    run: { runId: 'own', dataset: 'transactions', usage: used(3) },
    item: undefined,
  };
  const spent = measureUsage('report', meter, event);
  expect(spent('resume')).toMatchObject({ invocations: 2, writes: 3 });
  meter.grow(5);
  expect(spent('done')).toMatchObject({ invocations: 2, writes: 3, grownBytes: 5 });
});
