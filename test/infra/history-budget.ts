import type { Asl } from '../../lib/infra/to-asl.ts';
import type { State } from './machine-states.ts';

/**
 * Events a Standard execution writes into its history (Step Functions developer guide, "HistoryEvent"), without retries:
 *
 *   state     entered, exited                                              2
 *   function  scheduled, started, succeeded                                3
 *   map       entered, exited, MapStateStarted, MapStateSucceeded          4
 *   item      MapIterationStarted, MapIterationSucceeded                   2  and its states
 *   execution started, succeeded                                           2
 *
 * An execution is told as the states it goes through in order; a Map's entry carries the number of its items.
 */
export type Visit = string | { map: string; items: number };

export function countEvents(machine: Asl, visits: readonly Visit[]): number {
  const states = machine.States as Record<string, State>;
  return visits.reduce((sum, visit) => {
    const name = typeof visit === 'string' ? visit : visit.map;
    const state = states[name];
    if (!state) throw new Error(`no state ${name}`);
    if (state.Type === 'Map') {
      if (typeof visit === 'string') throw new Error(`${name} needs a number of items`);
      const inner = Object.values(state.ItemProcessor?.States ?? {});
      return sum + 4 + visit.items * (2 + inner.reduce((events, each) => events + eventsOf(each), 0));
    }
    return sum + eventsOf(state);
  }, 2);
}

function eventsOf({ Type }: State): number {
  if (Type === 'Fail') return 1;
  return Type === 'Task' ? 5 : 2;
}

/** `rounds` times the states of a polling loop. */
export function repeat(rounds: number, visits: readonly Visit[]): Visit[] {
  return Array.from({ length: rounds }, () => visits).flat();
}
