import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** An endpoint in a process of its own. */
export type ForkedServer = {
  url: string;
  /** kill -9, and waits for the end. */
  kill(): Promise<void>;
};

const script = fileURLToPath(new URL('./crash-server.ts', import.meta.url));

/** Starts an endpoint over a scratch folder in a process of its own. */
export function forkServer(folder: string): Promise<ForkedServer> {
  return start(process.execPath, [script, folder]);
}

/** Starts an endpoint over a scratch folder that is a file system of `mebibytes`, seen by that process alone. */
export function forkServerOnSmallDisk(folder: string, mebibytes: number): Promise<ForkedServer> {
  return start('unshare', [...smallDisk(folder, mebibytes), process.execPath, script, folder]);
}

/** Whether this machine lets a test mount such a file system (Linux with user namespaces). */
export function canMountSmallDisk(folder: string): boolean {
  return spawnSync('unshare', [...smallDisk(folder, 1), 'true']).status === 0;
}

function smallDisk(folder: string, mebibytes: number): string[] {
  return ['-rm', 'sh', '-c', `mount -t tmpfs -o size=${mebibytes}m tmpfs "$0" && exec "$@"`, folder];
}

async function start(command: string, args: string[]): Promise<ForkedServer> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const [url] = await Promise.race([once(child, 'message'), exited.then(() => Promise.reject(new Error('no server')))]);
  return {
    url: String(url),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
