import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { createProgress } from '../../lib/cli/progress.ts';

const start = Date.parse('2025-09-02T21:00:00Z');

/** What is written of a run that accepts two dates; the clock is moved by hand. */
async function watch(isTTY: boolean): Promise<string[]> {
  const written: string[] = [];
  const clock = { seconds: 0 };
  const out = { isTTY, columns: 60, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const progress = createProgress(out, () => start + clock.seconds * 1000);
  const begun = new Map<string, { share: number; rows: number }>();
  const weigh = async () =>
    ({
      unit: 'bytes',
      of: new Map([
        ['2025-09-01', 300],
        ['2025-09-02', 100],
      ]),
    }) as const;
  const events: HistoryEvent[] = [];
  const happens = async (seconds: number, name: string, output?: object): Promise<void> => {
    clock.seconds = seconds;
    const details = { name, ...(output && { output: JSON.stringify(output) }) };
    const key = output ? 'stateExitedEventDetails' : 'stateEnteredEventDetails';
    events.push({
      id: events.length + 1,
      type: 'TaskStateEntered',
      timestamp: new Date(start + seconds * 1000),
      [key]: details,
    });
    await progress.see(events, { weigh, begun: async () => begun });
  };
  const items = [{ ingestDate: '2025-09-01' }, { ingestDate: '2025-09-02' }];
  await happens(0, 'Plan');
  await happens(1, 'Plan', { run: { runId: 'r', dataset: 'transactions', items } });
  await happens(1, 'Accept');
  clock.seconds = 20;
  begun.set('2025-09-01', { share: 0.5, rows: 3000 });
  await progress.see(events, { weigh, begun: async () => begun });
  await happens(21, 'Accept one', { ingestDate: '2025-09-01', rows: { in: 6000 } });
  await happens(31, 'Rank');
  clock.seconds = 32;
  progress.end();
  return written;
}

test('a file gets a line an item and a step, and one that looks into the items when nothing has ended for long', async () => {
  const lines = await watch(false);
  expect(lines.map((line) => line.replace(/: [a-z].*/s, ''))).toEqual([
    '  plan      1.0 s',
    '    accept    0 of 2 (37 %), 3,000 rows, 158 a second, about 32 s left, 19.0 s',
    '    accept 2025-09-01: 1 of 2 (75 %), 6,000 rows, 300 a second, about 7 s left\n',
    '  accept    1 of 2 (75 %), 6,000 rows, 200 a second, about 10 s left, 30.0 s',
    '  rank      1.0 s',
  ]);
  for (const line of lines) expect(line).toMatch(/\n$/);
});

test('a terminal is drawn over in place, never beyond its width', async () => {
  const drawn = await watch(true);
  expect(drawn.length).toBeGreaterThan(5);
  for (const text of drawn) expect(text.startsWith('\r\x1b[2K')).toBe(true);
  for (const text of drawn.filter((each) => !each.endsWith('\n'))) expect(text.length - 5).toBeLessThan(60);
  expect(drawn.join('')).toContain('1 of 2 (75 %), 6,000 rows');
});
