import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An execution as Step Functions describes it; dates are ISO text. */
export type Execution = {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  startDate: string;
  stopDate?: string;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
};

/** Executions as plain files, one each. */
export type ExecutionStore = {
  save(execution: Execution): void;
  find(name: string): Execution | undefined;
  /** Newest first. */
  list(): Execution[];
};

/**
 * Opens the store. What it finds running belonged to a process that is gone: it is marked as aborted, now, so that a lease it
 * held passes on at once.
 */
export function openExecutionStore(folder: string): ExecutionStore {
  mkdirSync(folder, { recursive: true });
  const store: ExecutionStore = {
    save: (execution) => {
      const path = join(folder, `${execution.name}.json`);
      writeFileSync(`${path}.tmp`, `${JSON.stringify(execution, null, 2)}\n`);
      renameSync(`${path}.tmp`, path);
    },
    find: (name) => {
      const path = join(folder, `${name}.json`);
      return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Execution) : undefined;
    },
    list: () =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Execution)
        .sort((a, b) => (a.startDate < b.startDate ? 1 : -1)),
  };
  for (const execution of store.list()) {
    if (execution.status !== 'RUNNING') continue;
    const cause = 'the process that ran it is gone';
    store.save({ ...execution, status: 'ABORTED', stopDate: new Date().toISOString(), error: 'Aborted', cause });
  }
  return store;
}
