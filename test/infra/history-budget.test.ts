import { describe, expect, it } from 'vitest';
import { pipeline } from '../../lib/pipeline.ts';
import { maxRangeDays } from '../../lib/run/request.ts';
import { countEvents, repeat, type Visit } from './history-budget.ts';
import { machine, type State, states, successors } from './machine-states.ts';

/** Step Functions ends an execution hard at so many events. */
const limit = 25_000;
const pollSeconds = (stage: 'load' | 'gold'): number => {
  const { running } = pipeline[stage].next;
  return typeof running === 'object' ? running.waitSeconds : 0;
};

/** One execution over the widest range: the generator asked first, an unfinished run rolled forward, then its own work. */
function widest({ days, chunks, loadMinutes }: { days: number; chunks: number; loadMinutes: number }): Visit[] {
  const poll = (stage: 'load' | 'gold', minutes: number): Visit[] => {
    const name = stage === 'load' ? 'Load' : 'Gold';
    const rounds = Math.ceil((minutes * 60) / pollSeconds(stage));
    return [...repeat(rounds, [name, `After ${stage}`, `Wait for ${stage}`]), name, `After ${stage}`];
  };
  const finish: Visit[] = [
    { map: 'Publish', items: chunks + 1 },
    ...poll('load', loadMinutes),
    ...poll('gold', loadMinutes / 4),
    'Report',
    'After report',
  ];
  const plan: Visit[] = ['Plan', 'After plan'];
  const own: Visit[] = [
    { map: 'Accept', items: days },
    'Rank',
    { map: 'Stage', items: chunks },
    'Audit',
    'After audit',
    ...finish,
    'Done',
  ];
  return ['Start', ...plan, { map: 'Generate', items: days }, ...plan, ...finish, ...plan, ...own];
}

/** Each state leads to the next: the counted path is one the machine can take. */
function isPath(visits: readonly Visit[]): boolean {
  const names = visits.map((visit) => (typeof visit === 'string' ? visit : visit.map));
  return names.every((name, at) => at === 0 || successors(states[names[at - 1] ?? ''] as State).includes(name));
}

describe('the history of an execution', () => {
  it('is counted as documented', () => {
    // started, Start 2, Plan 5, choice 2, Done 2, succeeded
    expect(countEvents(machine, ['Start', 'Plan', 'After plan', 'Done'])).toBe(13);
    // a map 4; each item 2 and a task 5
    expect(countEvents(machine, [{ map: 'Accept', items: 3 }])).toBe(2 + 4 + 3 * 7);
  });

  it('is a path through the machine, from its start to its end', () => {
    const visits = widest({ days: 2, chunks: 2, loadMinutes: 1 });
    expect(visits[0]).toBe(machine.StartAt);
    expect(isPath(visits)).toBe(true);
    expect(states.Done).toMatchObject({ End: true });
  });

  it('stays far below the limit for 92 days', () => {
    // A chunk to each touched date, as many late dates again, and two hours of polling in all: two loads of 48 minutes,
    // two exports of 12.
    const events = countEvents(machine, widest({ days: maxRangeDays, chunks: 2 * maxRangeDays, loadMinutes: 48 }));
    expect(maxRangeDays).toBe(92);
    expect(events).toBeLessThan(limit / 2);
  });

  it('grows by a handful of events a day', () => {
    const of = (days: number): number => countEvents(machine, widest({ days, chunks: days, loadMinutes: 1 }));
    expect(of(92) - of(91)).toBeLessThanOrEqual(40);
  });

  it('is not filled by waiting for another run', () => {
    // As long as an execution may take at all.
    const { wait } = pipeline.plan.next;
    const seconds = typeof wait === 'object' ? wait.waitSeconds : 0;
    const rounds = Math.ceil(machine.TimeoutSeconds / seconds);
    const waiting = repeat(rounds, ['Plan', 'After plan', 'Wait for plan']);
    expect(countEvents(machine, waiting)).toBeLessThan(limit / 2);
  });
});
