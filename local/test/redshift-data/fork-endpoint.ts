import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** `lockedBy` is set instead of `url` when another process has the file. */
export type ForkedEndpoint = { url?: string; lockedBy?: number; pid?: number; kill(): Promise<void> };

/** Starts an endpoint over a folder's database in a process of its own; `kill` is kill -9. */
export async function forkEndpoint(folder: string): Promise<ForkedEndpoint> {
  const path = fileURLToPath(new URL('./endpoint-process.ts', import.meta.url));
  const child = fork(path, [folder], { execArgv: [] });
  const exited = once(child, 'exit');
  const ended = exited.then(() => Promise.reject(new Error('the endpoint process ended')));
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ url?: string; lockedBy?: number }];
  return {
    ...message,
    pid: child.pid,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
