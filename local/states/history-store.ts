import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateEvent } from './run-machine.ts';

/** What happened in executions, a file each: as on AWS it is still there when the process is gone. */
export type HistoryStore = {
  append(name: string, event: StateEvent): void;
  read(name: string): readonly StateEvent[];
};

export function openHistoryStore(folder: string): HistoryStore {
  const own = new Map<string, StateEvent[]>();
  const pathOf = (name: string): string => join(folder, `${name}.history.ndjson`);
  return {
    append: (name, event) => {
      const events = own.get(name) ?? [];
      events.push(event);
      own.set(name, events);
      try {
        appendFileSync(pathOf(name), `${JSON.stringify(event)}\n`);
      } catch {
        // On a full disk the run has other worries; what it lacks is only seen after its end.
      }
    },
    read: (name) => own.get(name) ?? readEvents(pathOf(name)),
  };
}

/** The last line of a process that was killed may be torn. */
function readEvents(path: string): StateEvent[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as StateEvent);
}
